import TestSupport
import Testing

@testable import Commands

@Suite struct RootCommandTests {
  private let fixture: CommandFixture

  init() throws {
    fixture = try CommandFixture()
    try fixture.scratch.makeDirectory("project/.dvc")
    try fixture.scratch.makeDirectory("project/a/b")
    try fixture.scratch.write("", to: "elsewhere/.dvc")
  }

  @Test func printsTheWayUp() async {
    #expect(await fixture.cairn("root", in: "project/a/b") == .success)
    #expect(await fixture.cairn("root", in: "project") == .success)
    #expect(await fixture.cairn("root -q", in: "project") == .success)
    #expect(await fixture.cairn("--cd project/a root") == .success)
    #expect(fixture.out == "../..\n.\n..\n")
  }

  @Test func failsOutsideAProject() async {
    #expect(await fixture.cairn("root", in: "elsewhere") == .notAProject)
    let message = "ERROR: you are not inside of a DVC repository (checked up to mount point '/"
    #expect(fixture.err.hasPrefix(message))
  }
}
