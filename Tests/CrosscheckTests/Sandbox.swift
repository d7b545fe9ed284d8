import Glibc
import SystemPackage
import TestSupport

/// A directory in which one casting of a story is played, with a home and settings of its own.
///
/// The paths of all sandboxes have the same length, so that lines wrapped at a width wrap alike.
struct Sandbox {
  private let directory: TemporaryDirectory

  /// Creates the sandbox; `cairn` is what plays Cairn's part.
  init(cairn: FilePath) throws {
    directory = try TemporaryDirectory()
    for name in ["home", "etc", "bin", "io"] {
      try directory.makeDirectory(name)
    }
    try directory.write(gitSettings, to: "home/.gitconfig")
    for name in ["cairn", "dvc"] {
      guard symlink(cairn.string, program(named: name).string) == 0 else {
        throw Errno(rawValue: errno)
      }
    }
  }

  var root: FilePath { directory.path }

  /// Where Cairn's program is found under the name that it is called by.
  func program(named name: String) -> FilePath { root.appending("bin/\(name)") }

  /// The whole environment of a command.
  func environment(adding more: [String: String]) -> [String: String] {
    let root = root.string
    let variables = [
      "TMPDIR": "\(root)/io", "XDG_CONFIG_DIRS": "\(root)/etc",
      "DVC_SYSTEM_CONFIG_DIR": "\(root)/etc/dvc", "DVC_SITE_CACHE_DIR": "\(root)/site",
      "CI": "true", "TERM": "dumb",
      "PATH": "\(root)/etc/programs:\(variable("PATH") ?? "/usr/bin:/bin")",
      "GIT_AUTHOR_DATE": "2026-01-02T03:04:05Z", "GIT_COMMITTER_DATE": "2026-01-02T03:04:05Z",
    ]
    return isolatedEnvironment(home: FilePath("\(root)/home"), variables).merging(more) { $1 }
  }
}

private let gitSettings = """
  [user]
  \tname = Ann
  \temail = ann@example.com
  [init]
  \tdefaultBranch = main
  [protocol "file"]
  \tallow = always
  [advice]
  \tdetachedHead = false

  """
