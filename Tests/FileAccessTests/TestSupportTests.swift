import Basics
import FileAccess
import SystemPackage
import TestSupport
import Testing

@Suite struct TestSupportTests {
  let scratch: TemporaryDirectory

  init() throws {
    scratch = try TemporaryDirectory()
  }

  @Test func temporaryDirectoriesGoWithTheirLastReference() throws {
    var inner: TemporaryDirectory? = try TemporaryDirectory(in: scratch.path)
    try inner?.write("x", to: "a/b")
    #expect(try namesOfDirectory(scratch.path).count == 1)
    inner = nil
    #expect(try namesOfDirectory(scratch.path).isEmpty)
  }

  @Test func snapshotsTellWhatDiffers() throws {
    try scratch.write("1", to: "a/f", mode: 0o600)
    try scratch.write("1", to: "left/out")
    let before = try TreeSnapshot(of: scratch.path, excluding: ["left"])
    #expect(before == (try TreeSnapshot(of: scratch.path, excluding: ["left"])))
    try scratch.write("2", to: "a/f")
    let after = try TreeSnapshot(of: scratch.path, excluding: ["left"])
    #expect(
      before.differences(from: after) == """
        - 'a/f' file 0600 1 bytes '1'
        + 'a/f' file 0600 1 bytes '2'
        """)
  }

  @Test func processesGetArgumentsInputAndEnvironment() async throws {
    let result = try await runProcess(
      ["sh", "-c", "cat; echo \"$1$X\" >&2; pwd; exit 3", "sh", "a"], cwd: scratch.path,
      env: isolatedEnvironment(home: scratch.path, ["X": "b"]), input: Array("in\n".utf8))
    #expect(result.status == 3)
    #expect(result.out == "in\n\(scratch.path)\n")
    #expect(result.err == "ab\n")
  }

  @Test func processesThatHangAreKilled() async throws {
    let result = try await runProcess(["sleep", "60"], cwd: scratch.path, timeout: 0.1)
    #expect(result.status == 128 + 9)
  }

  @Test func anUnknownProgramIsAnError() async {
    await #expect(throws: Errno.noSuchFileOrDirectory) {
      try await runProcess(["no-such-program"], cwd: scratch.path)
    }
  }
}
