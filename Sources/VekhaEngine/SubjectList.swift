/// Records of an answer in the order of their names; the first of them where only so many were asked for.
package struct SubjectList: Sendable {
  package let listed: [SubjectAnswer]
  /// How many there are, listed or not.
  package let total: Int

  package init(_ all: [SubjectAnswer] = []) { self.init(listed: all, total: all.count) }

  package init(listed: [SubjectAnswer], total: Int) {
    self.listed = listed
    self.total = total
  }

  package var isEmpty: Bool { total == 0 }
}
