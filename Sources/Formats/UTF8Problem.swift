/// Where bytes stop being UTF-8, in the words of Python's decoder; nil when they are UTF-8.
func utf8Problem(in bytes: [UInt8]) -> String? {
  guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
  var start = 0
  while start < bytes.count {
    let sequence = UTF8Sequence(bytes[start...])
    if let reason = sequence.problem {
      return
        "'utf-8' codec can't decode \(place(of: sequence.length, at: start, in: bytes)): \(reason)"
    }
    start += sequence.length
  }
  return nil
}

private func place(of length: Int, at start: Int, in bytes: [UInt8]) -> String {
  guard length == 1 else { return "bytes in position \(start)-\(start + length - 1)" }
  let hex = String(bytes[start], radix: 16)
  return "byte 0x\(hex.utf8.count < 2 ? "0" : "")\(hex) in position \(start)"
}

/// What is at the start of some bytes: a character, or as much of one as could be read.
private struct UTF8Sequence {
  var length = 1
  var problem: String?

  init(_ bytes: ArraySlice<UInt8>) {
    guard let lead = bytes.first, let wanted = Self.length(startingWith: lead) else {
      problem = "invalid start byte"
      return
    }
    for next in bytes.dropFirst().prefix(wanted - 1) {
      guard Self.continuation(at: length, after: lead).contains(next) else {
        problem = "invalid continuation byte"
        return
      }
      length += 1
    }
    if length < wanted { problem = "unexpected end of data" }
  }

  private static func length(startingWith lead: UInt8) -> Int? {
    switch lead {
    case 0..<0x80: 1
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: nil
    }
  }

  /// Overlong forms, surrogates and what is beyond Unicode show in the first continuation byte.
  private static func continuation(at index: Int, after lead: UInt8) -> ClosedRange<UInt8> {
    switch (index, lead) {
    case (1, 0xE0): 0xA0...0xBF
    case (1, 0xED): 0x80...0x9F
    case (1, 0xF0): 0x90...0xBF
    case (1, 0xF4): 0x80...0x8F
    default: 0x80...0xBF
    }
  }
}
