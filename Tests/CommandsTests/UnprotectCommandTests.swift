import FileAccess
import SystemPackage
import TestSupport
import Testing

@testable import Commands

@Suite struct UnprotectCommandTests {
  @Test func leavesTheCacheAlone() async throws {
    let fixture = try CommandFixture()
    await fixture.cairn("init -q --no-scm")
    await fixture.cairn("config cache.type hardlink")
    try fixture.scratch.write("data\n", to: "data")
    await fixture.cairn("add -q data")
    let object = fixture.scratch.path.appending(
      ".dvc/cache/files/md5/61/37cde4893c59f76f005a8123d8e8e6")
    #expect(try FileStatus(at: object).linkCount == 2)
    #expect(await fixture.cairn("unprotect .") == .success)
    let (status, data) = try (
      FileStatus(at: object), FileStatus(at: fixture.scratch.path.appending("data"))
    )
    #expect(status.permissions == 0o444 && status.linkCount == 1)
    #expect(data.permissions == defaultFileMode && data.linkCount == 1)
  }
}
