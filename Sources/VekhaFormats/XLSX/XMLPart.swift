@preconcurrency import CFormats

/// What reads the elements of a part. Names come without a prefix: workbooks of the strict and of the common kind
/// differ in namespaces only.
protocol XMLReader: AnyObject {
  func begin(_ name: XMLName, _ attributes: XMLAttributes) throws(FormatFailure)
  func end(_ name: XMLName) throws(FormatFailure)
  func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(FormatFailure)
  /// Whether nothing more is wanted of the part.
  var isDone: Bool { get }
}

/// The local name of an element or attribute, for as long as the parser's call lasts.
struct XMLName {
  private let start: UnsafePointer<UInt8>
  private let count: Int

  init(_ pointer: UnsafePointer<CChar>) {
    let bytes = UnsafeRawPointer(pointer).assumingMemoryBound(to: UInt8.self)
    var start = bytes
    var end = bytes
    while end.pointee != 0 {
      if end.pointee == 0x3A { start = end + 1 }
      end += 1
    }
    self.start = start
    count = end - start
  }

  static func ~= (name: StaticString, value: XMLName) -> Bool { value.equals(name) }

  func equals(_ name: StaticString) -> Bool {
    guard name.utf8CodeUnitCount == count else { return false }
    for index in 0..<count where name.utf8Start[index] != start[index] { return false }
    return true
  }
}

/// The attributes of an element, for as long as the parser's call lasts.
struct XMLAttributes {
  private let list: UnsafeMutablePointer<UnsafePointer<CChar>?>?

  init(_ list: UnsafeMutablePointer<UnsafePointer<CChar>?>?) { self.list = list }

  /// The value's bytes; nil where there is no such attribute.
  func bytes(_ name: StaticString) -> UnsafeBufferPointer<UInt8>? {
    guard let list else { return nil }
    var index = 0
    while let key = list[index] {
      if XMLName(key).equals(name), let value = list[index + 1] {
        let bytes = UnsafeRawPointer(value).assumingMemoryBound(to: UInt8.self)
        var count = 0
        while bytes[count] != 0 { count += 1 }
        return UnsafeBufferPointer(start: bytes, count: count)
      }
      index += 2
    }
    return nil
  }

  subscript(_ name: StaticString) -> String? { bytes(name).map { String(decoding: $0, as: UTF8.self) } }

  func int(_ name: StaticString) -> Int? { self[name].flatMap { Int($0) } }

  func flag(_ name: StaticString) -> Bool { self[name].map { $0 == "1" || $0 == "true" || $0 == "on" } ?? false }
}

/// Walks the XML of a part, block by block. Document types are refused, so that there are no entities but the five of
/// XML itself, and nothing is ever fetched.
final class XMLPart {
  private let reader: any XMLReader
  private let xml: XMLFunctions
  private let parser: XML_Parser
  private var depth = 0
  private var failure: FormatFailure?

  static func read(_ part: String, of archive: ZipArchive, into reader: any XMLReader) throws(FormatFailure) {
    let walk = try XMLPart(reader)
    try archive.read(part) { block throws(FormatFailure) in try walk.parse(block, part) }
    if !reader.isDone { _ = try walk.parse(UnsafeRawBufferPointer(start: nil, count: 0), part, isLast: true) }
  }

  private init(_ reader: any XMLReader) throws(FormatFailure) {
    self.reader = reader
    xml = try Libraries.required(Libraries.xml, "libexpat")
    guard let parser = xml.XML_ParserCreate(nil) else { throw FormatFailure(.damagedXML) }
    self.parser = parser
    xml.XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
    xml.XML_SetElementHandler(
      parser,
      { data, name, attributes in
        guard let name else { return }
        XMLPart.of(data).call { walk throws(FormatFailure) in
          walk.depth += 1
          if walk.depth > Limits.depth { throw FormatFailure(.tooDeep, String(Limits.depth)) }
          try walk.reader.begin(XMLName(name), XMLAttributes(attributes))
        }
      },
      { data, name in
        guard let name else { return }
        XMLPart.of(data).call { walk throws(FormatFailure) in
          walk.depth -= 1
          try walk.reader.end(XMLName(name))
        }
      })
    xml.XML_SetCharacterDataHandler(parser) { data, text, count in
      guard let text else { return }
      let bytes = UnsafeBufferPointer(
        start: UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self), count: Int(count))
      XMLPart.of(data).call { walk throws(FormatFailure) in try walk.reader.text(bytes) }
    }
    xml.XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in
      XMLPart.of(data).call { _ throws(FormatFailure) in throw FormatFailure(.documentType) }
    }
  }

  deinit { xml.XML_ParserFree(parser) }

  private static func of(_ data: UnsafeMutableRawPointer?) -> XMLPart {
    guard let data else { preconditionFailure("the parser gives back the data it was given") }
    return Unmanaged<XMLPart>.fromOpaque(data).takeUnretainedValue()
  }

  private func call(_ body: (XMLPart) throws(FormatFailure) -> Void) {
    guard failure == nil, !reader.isDone else { return }
    do throws(FormatFailure) {
      try body(self)
    } catch {
      failure = error
    }
    if failure != nil || reader.isDone { _ = xml.XML_StopParser(parser, 0) }
  }

  /// Whether more is wanted.
  private func parse(_ block: UnsafeRawBufferPointer, _ part: String, isLast: Bool = false) throws(FormatFailure)
    -> Bool
  {
    let start = block.baseAddress?.assumingMemoryBound(to: CChar.self)
    let status = xml.XML_Parse(parser, start, Int32(block.count), isLast ? 1 : 0)
    if let failure { throw failure }
    if reader.isDone { return false }
    if status == XML_STATUS_ERROR {
      let text = xml.XML_ErrorString(xml.XML_GetErrorCode(parser)).map { String(cString: $0) } ?? ""
      throw FormatFailure(.damagedXML, part + ": " + text, line: Int(xml.XML_GetCurrentLineNumber(parser)))
    }
    return true
  }
}
