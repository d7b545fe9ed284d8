package import Basics
package import SystemPackage

/// Where an output or a dependency lies.
package enum Location: Hashable, Sendable {
  /// Below the project's root.
  case inside(RelativePath)
  /// An absolute path elsewhere on this machine.
  case outside(FilePath)
  /// A URL such as `s3://bucket/key` or `remote://name/path`.
  case url(String)

  /// Reads `text` as a pointer file or pipeline file in `directory` writes it.
  package init(_ text: String, from directory: RelativePath, root: FilePath) {
    if Self.isURL(text) {
      self = .url(text)
      return
    }
    let base = root.appending(directory)
    let path = base.pushing(FilePath(text)).lexicallyNormalized()
    self.init(path, root: root)
  }

  /// Takes an absolute path without `.` and `..`.
  package init(_ path: FilePath, root: FilePath) {
    var rest = path
    self = rest.removePrefix(root) ? .inside(RelativePath(bytes: rest.bytes)) : .outside(path)
  }

  package var path: RelativePath? {
    if case .inside(let path) = self { path } else { nil }
  }

  private static func isURL(_ text: String) -> Bool {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return false }
    let scheme = text.utf8[..<colon]
    return !scheme.isEmpty && text.utf8[colon...].starts(with: "://".utf8)
      && scheme.allSatisfy { Character(Unicode.Scalar($0)).isLetter || isWordByte($0) }
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
  }
}

extension RelativePath {
  /// The path of this one as seen from `directory`, with `..` where needed; `.` for the same.
  package func relative(to directory: RelativePath) -> RelativePath {
    let mine = components
    let theirs = directory.components
    let common = zip(mine, theirs).prefix { $0.elementsEqual($1) }.count
    let up = Array(repeating: Array("..".utf8)[...], count: theirs.count - common)
    let parts = up + mine[common...]
    return RelativePath(
      bytes: parts.isEmpty ? Array(".".utf8) : Array(parts.joined(separator: [47])))
  }
}
