import Basics
import FileAccess
import Projects
import SystemPackage
import TestSupport
import Transports

/// A project without source control in a directory of its own.
struct ProjectFixture {
  let scratch: TemporaryDirectory

  init() throws {
    scratch = try TemporaryDirectory()
    try scratch.write("[core]\n    no_scm = true\n", to: ".dvc/config")
  }

  /// The project as a new command finds it.
  func open() throws -> Project {
    try Project(
      Project.Environment(
        currentDirectory: scratch.path,
        variables: isolatedEnvironment(home: scratch.path.appending("home")),
        transports: .standard, progress: NoProgress(), commandLine: "cairn", waitsForLock: false))
  }

  func add(_ targets: String...) throws {
    var add = try Add(open(), AddRequest(targets: targets))
    _ = try add.run()
  }

  @discardableResult
  func checkout(forces: Bool = false) throws -> CheckoutReport {
    var request = CheckoutRequest()
    request.forces = forces
    return try CheckoutVerb(open(), request) { _ in false }.run()
  }

  func remove(_ name: String) throws { try removeTree(path(name)) }

  func exists(_ name: String) throws -> Bool {
    try FileStatus.ifExists(at: path(name), followingLinks: false) != nil
  }

  func path(_ name: String) -> FilePath { scratch.path.appending(name) }
}
