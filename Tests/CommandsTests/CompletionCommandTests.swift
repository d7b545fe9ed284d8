import TestSupport
import Testing

@testable import Commands

@Suite struct CompletionCommandTests {
  private let fixture: CommandFixture

  init() async throws {
    fixture = try CommandFixture()
    try await fixture.git("init -q")
    await fixture.cairn("init -q")
    await fixture.cairn("remote add storage /nowhere")
    try fixture.scratch.write("1\n", to: "data.csv")
    await fixture.cairn("add -q data.csv")
    try fixture.scratch.write("stages:\n  train:\n    cmd: x\n", to: "dvc.yaml")
    try fixture.scratch.write("2\n", to: "sub/file")
  }

  private func answer(_ words: String..., in directory: String = "") async -> [String] {
    let before = fixture.out.count
    let status = await fixture.cairn(
      ["completion"] + words.map { "--word=" + $0 }, in: directory)
    #expect(status == .success)
    return fixture.out.dropFirst(before).split(separator: "\n").map(String.init)
  }

  @Test func answersWithTargetsAndStages() async {
    #expect(await answer("push", "") == ["directories", "data.csv", "data.csv.dvc", "train"])
    #expect(await answer("remove", "t") == ["directories", "train"])
    #expect(
      await answer("move", "../d", in: "sub") == [
        "directories", "../data.csv", "../data.csv.dvc", "../dvc.yaml:train",
      ])
  }

  @Test func answersWithRemotesSettingsAndDescriptions() async {
    #expect(await answer("pull", "-r", "") == ["none", "storage"])
    #expect(await answer("config", "core.rem") == ["none", "core.remote"])
    #expect(
      await answer("remov") == [
        "none", "remove\tStop tracking data, or take stages out of dvc.yaml; the data stay.",
      ])
  }

  @Test func answersNothingWhereNothingCanBeKnown() async throws {
    try fixture.scratch.write("stages: [", to: "dvc.yaml")
    #expect(await answer("push", "") == ["directories"])
    #expect(await answer("push", "-r", "", in: "/") == ["none"])
    #expect(fixture.err.isEmpty)
  }
}
