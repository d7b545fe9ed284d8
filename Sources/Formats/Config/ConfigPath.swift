import SystemPackage

/// The value of an option that holds a path or a URL, as its file has it (dvc-format §4.3).
struct ConfigPath: Equatable {
  /// The value with an absolute path, or the URL.
  let text: String
  /// Nil for a URL, which stays as it is.
  let path: FilePath?

  /// - Parameter directory: what a relative path is relative to.
  init(_ text: String, in directory: FilePath, _ surroundings: ConfigSurroundings) {
    if Self.isURL(text) {
      self.text = text
      path = nil
    } else if let absolute = Self.absolute(text, surroundings) {
      self.text = absolute
      path = FilePath(absolute)
    } else {
      let joined = directory.pushing(FilePath(text)).lexicallyNormalized()
      self.text = joined.string
      path = joined
    }
  }

  /// The same value for a file in `directory`: a relative path is made relative to there, anything
  /// else stays as it is.
  ///
  /// - Parameter current: what a relative `text` is relative to.
  static func stored(
    _ text: String, from current: FilePath, in directory: FilePath,
    _ surroundings: ConfigSurroundings
  ) -> String {
    if isURL(text) || absolute(text, surroundings) != nil { return text }
    let path = current.pushing(FilePath(text)).lexicallyNormalized()
    return relativePath(path, to: directory.lexicallyNormalized())
  }

  /// Whether `text` begins with letters, digits or `_`, and `://`.
  private static func isURL(_ text: String) -> Bool {
    let scheme = text.unicodeScalars.prefix {
      $0 == "_" || $0.properties.isAlphabetic || $0.properties.numericType != nil
    }
    return !scheme.isEmpty
      && text.unicodeScalars.dropFirst(scheme.count).starts(with: "://".unicodeScalars)
  }

  /// The path when it is absolute, also by way of `~`.
  private static func absolute(
    _ text: String, _ surroundings: ConfigSurroundings
  ) -> String? {
    if text.utf8.first == UInt8(ascii: "/") { return text }
    guard text.utf8.first == UInt8(ascii: "~") else { return nil }
    let user = text.utf8.dropFirst().prefix { $0 != UInt8(ascii: "/") }
    let rest = text.utf8.dropFirst(user.count + 1)
    let home =
      user.isEmpty
      ? surroundings.home : surroundings.homeOfUser(String(decoding: user, as: UTF8.self))
    return home.map { $0.string + String(decoding: rest, as: UTF8.self) }
  }

  private static func relativePath(_ path: FilePath, to directory: FilePath) -> String {
    let parts = Array(path.components)
    let above = Array(directory.components)
    let common = zip(parts, above).prefix { $0 == $1 }.count
    let up = Array(repeating: "..", count: above.count - common)
    let down = parts.dropFirst(common).map(\.string)
    return up.isEmpty && down.isEmpty ? "." : (up + down).joined(separator: "/")
  }
}
