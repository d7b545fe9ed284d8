import TestSupport
import Testing

@testable import Commands

@Suite struct CheckIgnoreCommandTests {
  @Test func tellsInJSON() async throws {
    let fixture = try CommandFixture()
    await fixture.cairn("init -q --no-scm")
    try fixture.scratch.write("*.tmp\n!keep.tmp\n", to: ".dvcignore")
    #expect(await fixture.cairn("check-ignore --json a.tmp keep.tmp b") == .success)
    #expect(
      fixture.out == """
        [{"path": "a.tmp", "ignored": true, "pattern": ".dvcignore:1:*.tmp"}, \
        {"path": "keep.tmp", "ignored": false, "pattern": ".dvcignore:2:!keep.tmp"}, \
        {"path": "b", "ignored": false, "pattern": null}]

        """)
  }
}
