extension Array<UInt8> {
  /// Lends the bytes as a C string.
  package func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    self[...].withCString(body)
  }
}

extension ArraySlice<UInt8> {
  /// Lends the bytes as a C string.
  package func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    withUnsafeTemporaryAllocation(byteCount: count + 1, alignment: 1) { buffer in
      withUnsafeBytes { buffer.copyMemory(from: $0) }
      buffer[count] = 0
      guard let text = buffer.baseAddress else {
        preconditionFailure("an allocation without address")
      }
      return body(text.assumingMemoryBound(to: CChar.self))
    }
  }
}
