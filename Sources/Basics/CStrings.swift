extension Collection<UInt8> {
  /// Lends the bytes as a C string.
  @inline(__always)
  package func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: count + 1) { buffer in
      var index = 0
      for byte in self {
        buffer[index] = CChar(bitPattern: byte)
        index += 1
      }
      buffer[index] = 0
      guard let text = buffer.baseAddress else {
        preconditionFailure("an allocation without address")
      }
      return body(text)
    }
  }
}
