package import Basics

/// The pattern that decided about a path.
package struct IgnoreMatch: Sendable, Equatable {
  package enum Origin: Sendable, Equatable {
    /// Line `line`, counted from 1, of the `.dvcignore` in `directory`.
    case file(directory: RelativePath, line: Int)
    case builtIn
    /// A directory below the root that is a project of its own.
    case subproject(name: [UInt8])

    func isSameSource(as other: Origin) -> Bool {
      switch (self, other) {
      case (.file(let mine, _), .file(let theirs, _)): mine == theirs
      case (.builtIn, .builtIn): true
      default: false
      }
    }
  }

  package let origin: Origin
  package let pattern: [UInt8]
  /// Whether the pattern begins with `!`, so that the path is not ignored.
  package let isNegated: Bool

  /// As `dvc check-ignore --details` shows it: `.dvcignore:1:*.tmp`, `:.git`, `in sub_repo:name`.
  package var bytes: [UInt8] {
    switch origin {
    case .file(let directory, let line):
      directory.appending(".dvcignore").bytes + Array(":\(line):".utf8) + pattern
    case .builtIn: Array(":".utf8) + pattern
    case .subproject(let name): Array("in sub_repo:".utf8) + name
    }
  }

  package var description: String { String(decoding: bytes, as: UTF8.self) }
}
