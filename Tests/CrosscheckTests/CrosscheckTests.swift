import FileAccess
import SystemPackage
import TestSupport
import Testing

/// Stories in which Cairn meets the real DVC 3.67.1.
@Suite struct CrosscheckTests {
  private static let tools = Tools.installed

  /// `CAIRN_STORY=name` picks one story, or all whose name begins so.
  private static let stories = allStories.filter { story in
    (variable("CAIRN_STORY").map { story.name.hasPrefix($0) } ?? true)
      && (!story.needsS3 || InstalledServer.seaweedFS.isExpected)
      && (!story.needsApache || ApacheServer.isExpected)
  }

  private static let playable = stories.filter { tools.dvc != nil || $0.isRecorded && !$0.needsDVC }
  private static let withDVC = tools.dvc == nil ? [] : stories

  @Test func dvcIsThereWhenNothingMayBeSkipped() {
    #expect(
      Self.tools.dvc != nil || variable("CI") == nil, "run Scripts/test, or set CAIRN_TEST_DVC")
  }

  @Test func storiesHaveNamesOfTheirOwn() {
    #expect(Set(allStories.map { $0.name }).count == allStories.count)
  }

  @Test(arguments: withDVC.filter(\.isRecorded))
  func dvcDoesWhatIsRecorded(_ story: Story) async throws {
    let played = try await Baselines.shared.expected(of: story, with: Self.tools)
    if variable("CAIRN_STORY_RECORD") != nil {
      try Baselines.record(played, of: story)
    }
    let recorded = try Baselines.recorded(story)
    #expect(
      played.rendered == recorded.rendered,
      "DVC does something else than fixtures/crosscheck says; CAIRN_STORY_RECORD=1 writes it anew")
  }

  @Test(arguments: playable.filter { $0.castings.contains(.twin) })
  func cairnDoesWhatDVCDoes(_ story: Story) async throws {
    try await compare(story, .twin)
  }

  @Test(
    arguments: withDVC.filter { $0.castings.contains(.oursWrites) })
  func dvcReadsWhatCairnWrites(_ story: Story) async throws {
    try await compare(story, .oursWrites)
  }

  @Test(arguments: withDVC.filter { $0.castings.contains(.oursReads) })
  func cairnReadsWhatDVCWrites(_ story: Story) async throws {
    try await compare(story, .oursReads)
  }

  private func compare(_ story: Story, _ casting: Casting) async throws {
    let expected = try await Baselines.shared.expected(of: story, with: Self.tools)
    let actual = try await play(story, casting, with: Self.tools)
    let comparison = Comparison(story, casting, expected: expected, actual: actual)
    for finding in comparison.findings.prefix(5) {
      Issue.record("\(story.name), \(casting.rawValue): \(finding)")
    }
  }
}
