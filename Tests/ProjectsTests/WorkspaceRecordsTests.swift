import FileAccess
import Hashing
import Projects
import SystemPackage
import TestSupport
import Testing

@Suite struct WorkspaceRecordsTests {
  private let scratch: TemporaryDirectory

  init() throws {
    scratch = try TemporaryDirectory()
    try scratch.write("x", to: "data/f")
  }

  /// Reading commands go on without.
  @Test func nothingIsRememberedWhereNothingCanBeWritten() async throws {
    try setMode(0o555, of: scratch.path)
    let path = scratch.path.string
    await #expect(processExitsWith: .success) { [path = path as String] in
      becomeUnprivileged()
      let data = FilePath(path + "/data")
      let records = try WorkspaceRecords(directory: FilePath(path + "/new"))
      try records.save(walk(root: data), [Digest(of: Array("x".utf8))], for: data, .md5)
      #expect(records.index(for: data, .md5).count == 0)
    }
    try setMode(0o755, of: scratch.path)
  }
}
