import SystemPackage

/// The value of an option that holds a path or a URL, as its file has it (dvc-format §4.3).
enum ConfigPath: Equatable {
  /// A URL, which stays as it is.
  case url(String)
  case path(FilePath)

  /// - Parameter directory: what a relative path is relative to.
  init(_ text: String, in directory: FilePath, _ surroundings: ConfigSurroundings) {
    if Self.isURL(text) {
      self = .url(text)
    } else if let absolute = Self.absolute(text, surroundings) {
      self = .path(absolute)
    } else {
      self = .path(directory.pushing(FilePath(text)).lexicallyNormalized())
    }
  }

  var text: String {
    switch self {
    case .url(let text): text
    case .path(let path): path.string
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
  ) -> FilePath? {
    if text.hasPrefix("/") { return FilePath(text) }
    guard text.hasPrefix("~") else { return nil }
    let user = text.dropFirst().prefix { $0 != "/" }
    let home = user.isEmpty ? surroundings.home : surroundings.homeOfUser(String(user))
    let rest = text.dropFirst(user.utf8.count + 1).drop { $0 == "/" }
    return rest.isEmpty ? home : home?.appending(String(rest))
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
