import Glibc

/// What the placeholders of stories stand for, and what transcripts show instead of places that are
/// not the same in every sandbox or run.
struct Places: Sendable {
  /// By placeholder, such as `{root}`.
  var values: [(placeholder: String, value: String)] = []
  /// Texts and what is shown for them.
  var aliases: [(text: [UInt8], alias: [UInt8])] = []

  static func + (first: Places, second: Places) -> Places {
    Places(values: first.values + second.values, aliases: first.aliases + second.aliases)
  }

  mutating func show(_ text: String, as alias: String) {
    aliases.append((Array(text.utf8), Array(alias.utf8)))
  }

  /// `text` with the placeholders replaced.
  func filled(into text: String) -> String {
    values.reduce(text) {
      $0.split(separator: $1.placeholder, omittingEmptySubsequences: false)
        .joined(separator: $1.value)
    }
  }

  /// `bytes` with the places replaced by their aliases.
  func hidden(in bytes: [UInt8]) -> [UInt8] {
    aliases.reduce(bytes) { replacing($1.text, in: $0, with: $1.alias) }
  }
}

private func replacing(_ text: [UInt8], in bytes: [UInt8], with alias: [UInt8]) -> [UInt8] {
  var result: [UInt8] = []
  var rest = bytes[...]
  while let start = firstRange(of: text, in: rest) {
    result += rest[..<start] + alias
    rest = rest[(start + text.count)...]
  }
  return result.isEmpty ? bytes : result + rest
}

private func firstRange(of text: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
  bytes.withUnsafeBytes { buffer in
    var start = 0
    while let base = buffer.baseAddress, buffer.count - start >= text.count {
      let last = buffer.count - text.count
      guard let match = memchr(base + start, Int32(text[0]), last - start + 1) else { return nil }
      start = UnsafeRawPointer(match) - base
      if memcmp(match, text, text.count) == 0 { return bytes.startIndex + start }
      start += 1
    }
    return nil
  }
}
