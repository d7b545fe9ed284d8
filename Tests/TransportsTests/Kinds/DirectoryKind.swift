import FileAccess
import SystemPackage
import TestSupport
import Transports

extension TransportKind {
  static let directory = TransportKind(testDescription: "directory") { try DirectoryFixture() }
}

struct DirectoryFixture: TransportFixture {
  let scratch: TemporaryDirectory
  let transport: any Transport

  init() throws {
    scratch = try TemporaryDirectory()
    transport = DirectoryTransport(
      root: try scratch.makeDirectory("remote"), options: DirectoryOptions(pageSize: 100))
  }

  var root: FilePath { scratch.path.appending("remote") }

  func strays() throws -> [String] {
    try filesBelow(root).filter { $0.contains(".cairn/tmp/") || $0.hasSuffix(".tmp") }
  }

  func readOnly() throws -> (any Transport)? {
    for directory in try directoriesBelow(root) { try setMode(0o555, of: directory) }
    return DirectoryTransport(root: root, executor: UnprivilegedExecutor())
  }

  func absent() -> (any Transport)? {
    DirectoryTransport(root: scratch.path.appending("not/yet"))
  }
}
