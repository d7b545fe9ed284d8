import Testing

/// A short script that Cairn and DVC both act out.
///
/// It has two parts, the writer's and the reader's. What must happen is what happens when DVC plays
/// both; then Cairn takes one part or both (`Casting`), and after every step the output, the exit
/// code and the changes on disk must be the same.
struct Story: Sendable, CustomTestStringConvertible {
  /// `topic/what happens`; also the name of the file of its baseline.
  var name: String
  /// Steps before the first one that is compared.
  var setting: Setting
  var steps: [Step]
  /// Whether what DVC did is kept under `fixtures/crosscheck`.
  var isRecorded = true
  /// The castings in which the story makes sense, next to DVC alone.
  var castings: [Casting] = [.twin, .oursWrites, .oursReads]

  init(_ name: String, in setting: Setting = .repository, _ steps: [Step]) {
    self.name = name
    self.setting = setting
    self.steps = steps
  }

  var testDescription: String { name }

  /// The story for twin runs only: one tool plays all.
  var twinOnly: Story { only(.twin) }

  /// The story in some castings only: in the others it hangs on records that a tool keeps for itself,
  /// such as which outputs it once put into the workspace.
  func only(_ castings: Casting...) -> Story {
    var copy = self
    copy.castings = castings
    return copy
  }

  /// The story without a baseline file: its steps are too many, or made by a generator.
  var unrecorded: Story {
    var copy = self
    copy.isRecorded = false
    return copy
  }

  /// The story with each of its steps changed.
  func mapping(_ change: (Step) -> Step) -> Story {
    var copy = self
    copy.steps = steps.map(change)
    return copy
  }

  /// Whether files are added by patterns, which DVC expands in the order of the directory.
  var usesGlobs: Bool {
    steps.contains { step in
      guard case .command(_, let arguments) = step.action else { return false }
      return arguments.hasPrefix("add") && arguments.contains("--glob")
    }
  }

  /// Whether the story cannot be told without the real DVC, even by Cairn alone.
  var needsDVC: Bool { steps.contains { $0.isPreparedByDVC } }
}

/// Who plays which part of a story.
enum Casting: String, Sendable, CaseIterable, CustomTestStringConvertible {
  case dvcAlone = "DVC writes and reads"
  case twin = "Cairn writes and reads"
  case oursWrites = "Cairn writes, DVC reads"
  case oursReads = "DVC writes, Cairn reads"

  var testDescription: String { rawValue }

  func player(of part: Step.Part) -> Player {
    switch (part, self) {
    case (.dvc, _), (.judge, _): .dvc
    case (_, .dvcAlone): .dvc
    case (_, .twin): .cairn
    case (.writer, .oursWrites), (.reader, .oursReads): .cairn
    case (.writer, .oursReads), (.reader, .oursWrites): .dvc
    }
  }
}

enum Player: Sendable {
  case cairn
  case dvc
}
