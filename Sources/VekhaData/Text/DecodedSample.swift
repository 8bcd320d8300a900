/// The beginning of a file as text.
struct DecodedSample {
  var text: [UInt8]
  /// What the bytes end with that is no text in the encoding.
  let fault: TextDecoder.Fault?

  /// Nil where the bytes are not of that encoding from the first on. A character that the sample cuts is left out.
  init?(_ bytes: UnsafeRawBufferPointer, _ encoding: TextEncoding) {
    var decoder = TextDecoder(encoding)
    var found: TextDecoder.Fault?
    text = [UInt8](unsafeUninitializedCapacity: TextDecoder.capacity(for: bytes.count)) { buffer, count in
      let step = decoder.decode(bytes, into: UnsafeMutableRawBufferPointer(buffer), isLast: false)
      count = step.produced
      found = step.fault
    }
    fault = found
    if found != nil, text.isEmpty { return nil }
  }
}
