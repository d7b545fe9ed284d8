import TestSupport
import Testing

@testable import Commands

@Suite struct RemoveCommandTests {
  private let fixture: CommandFixture

  init() async throws {
    fixture = try CommandFixture()
    try await fixture.git("init -q")
    await fixture.cairn("init -q")
    for name in ["a", "b"] { try fixture.scratch.write("\(name)\n", to: name) }
    await fixture.cairn("add -q a b")
    try await fixture.git("add .")
    try await fixture.git("commit -q -m data")
  }

  @Test func commitsWhatItChangedAndNothingElse() async throws {
    try fixture.scratch.write("c\n", to: "c")
    try await fixture.git("add c")
    #expect(await fixture.cairn(["remove", "a.dvc", "-m", "without a"]) == .success)
    #expect(
      try await fixture.git("show --format=%s --name-status").split(separator: "\n")
        == ["without a", "M\t.gitignore", "D\ta.dvc"])
    #expect(try await fixture.git("status --short") == "A  c\n?? a")
    #expect(fixture.out.hasSuffix("] without a\n"))
  }

  @Test func tellsInJSONWhatItChanged() async throws {
    #expect(await fixture.cairn("remove --json a.dvc b.dvc") == .success)
    #expect(fixture.out == "{\"files\": [\".gitignore\", \"a.dvc\", \"b.dvc\"]}\n")
    #expect(
      try await fixture.git("status --short") == " D .gitignore\n D a.dvc\n D b.dvc\n?? a\n?? b")
  }

  @Test func doesNotDeleteTheProject() async throws {
    try fixture.scratch.write("outs:\n- path: .\n", to: "all.dvc")
    #expect(await fixture.cairn("remove --outs all.dvc") == .failure)
    #expect(
      fixture.err
        == "ERROR: output '\(fixture.scratch.path)' holds the project itself: it is not deleted\n")
    #expect(try fixture.scratch.read("b") == "b\n")
  }
}

@Suite struct MoveCommandTests {
  private let fixture: CommandFixture

  init() async throws {
    fixture = try CommandFixture()
    try await fixture.git("init -q")
    await fixture.cairn("init -q")
    try fixture.scratch.write("a\n", to: "a")
    await fixture.cairn("add -q a")
    try await fixture.git("add .")
    try await fixture.git("commit -q -m data")
  }

  @Test func commitsWhatItChanged() async throws {
    #expect(await fixture.cairn(["move", "a", "b", "-m", "renamed"]) == .success)
    #expect(
      try await fixture.git("show --no-renames --format=%s --name-status").split(separator: "\n")
        == ["renamed", "M\t.gitignore", "D\ta.dvc", "A\tb.dvc"])
    #expect(try await fixture.git("status --short") == "")
    #expect(await fixture.cairn("status -q") == .success)
  }

  @Test func writesNothingWhenItCannotCommit() async throws {
    try fixture.scratch.write("", to: ".git/index.lock")
    #expect(await fixture.cairn(["move", "a", "b", "-m", "renamed"]) == .failure)
    #expect(fixture.err.hasPrefix("ERROR: failed to move 'a' -> 'b' - the Git index is locked"))
    #expect(try fixture.scratch.read("a") == "a\n")
  }

  @Test func leavesBytesAloneThatAreInNoCache() async throws {
    try fixture.scratch.write("precious\n", to: "b")
    #expect(await fixture.cairn("move a b") == .failure)
    #expect(fixture.err.contains("'b' already exists, and its bytes are in no cache"))
    #expect(try fixture.scratch.read("b") == "precious\n")
    #expect(try fixture.scratch.read("a") == "a\n")
  }
}
