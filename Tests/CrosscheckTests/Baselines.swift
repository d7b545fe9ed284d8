import Basics
import FileAccess
import SystemPackage
import TestSupport

/// What DVC does in each story: played once per test run where DVC is installed, else read.
actor Baselines {
  static let shared = Baselines()

  private var played: [String: Task<Transcript, any Error>] = [:]

  /// What must happen in `story`.
  func expected(of story: Story, with tools: Tools) async throws -> Transcript {
    guard tools.dvc != nil else { return try Self.recorded(story) }
    let task = played[story.name] ?? Task { try await play(story, .dvcAlone, with: tools) }
    played[story.name] = task
    return try await task.value
  }

  /// The transcript in `fixtures/crosscheck`.
  static func recorded(_ story: Story) throws -> Transcript {
    Transcript(parsing: try readFile(file(of: story)))
  }

  static func record(_ transcript: Transcript, of story: Story) throws {
    try writeAtomically(transcript.rendered, to: file(of: story))
  }

  private static func file(of story: Story) -> FilePath {
    let name = story.name.map { $0.isLetter || $0.isNumber ? $0 : "-" }
    return projectRoot.appending("fixtures/crosscheck/\(String(name)).txt")
  }
}

/// At most two stories are on stage at once, off the threads that tests share.
private let stage = BlockingPool(width: 2)

func play(_ story: Story, _ casting: Casting, with tools: Tools) async throws -> Transcript {
  let servers = try await StoryServer.places(of: story)
  return try await withTaskExecutorPreference(stage) {
    try Performance.play(story, casting, with: tools, servers)
  }
}
