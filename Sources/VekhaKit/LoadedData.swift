import VekhaCheck
import VekhaData

/// A table that a plan asks for, and what came of it.
package struct LoadedData: Sendable {
  package let request: DataRequest
  package let source: DataSource
  package let result: DataResult
}
