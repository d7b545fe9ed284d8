import Basics

/// The places where what happened is not what DVC does.
struct Comparison {
  private(set) var findings: [String] = []

  /// Compares step by step. What a judge said counts where there was one.
  init(_ story: Story, _ casting: Casting, expected: Transcript, actual: Transcript) {
    var rest = actual.entries[...]
    for (step, entry) in zip(story.steps.filter { $0.isCompared }, expected.entries) {
      guard let own = rest.first, own.title == entry.title else {
        if step.part != .judge { findings.append("$ \(step.title)\nwas not played") }
        continue
      }
      rest = rest.dropFirst()
      let isOurs = step.part.map { casting.player(of: $0) == .cairn } ?? false
      findings += Self.differences(step, entry, own, isOurs: isOurs)
    }
  }

  private static func differences(
    _ step: Step, _ expected: Transcript.Entry, _ actual: Transcript.Entry, isOurs: Bool
  ) -> [String] {
    var findings: [String] = []
    let difference = isOurs ? step.difference : nil
    let exitCode = difference?.exitCode ?? expected.exitCode
    if actual.exitCode != exitCode {
      findings.append("exit code \(actual.exitCode), not \(exitCode)")
    }
    for section in Step.Section.allCases where difference?.ignored.contains(section) != true {
      let old = expected.sections[section] ?? []
      let new = actual.sections[section] ?? []
      let isSame = section == .error && isOurs ? addsOnly(old, new) : old == new
      if !isSame { findings.append("\(section.rawValue):\n\(lineDifference(old, new))") }
    }
    return findings.map { "$ \(step.title)\n\($0)" }
  }

  /// On standard error ours are DVC's lines in DVC's order; more may stand between and after them,
  /// but nothing where DVC is silent.
  private static func addsOnly(_ old: [[UInt8]], _ new: [[UInt8]]) -> Bool {
    // Where an answer comes from, what was moved, and what takes more than ten seconds.
    let ours =
      ["up to date (", "Pushed ", "Fetched "]
      + ProgressEvent.Phase.allCases.map { "\($0.rawValue): " }
    let new = new.filter { line in !ours.contains { line.starts(with: $0.utf8) } }
    guard !old.isEmpty else { return new.isEmpty }
    var rest = old[...]
    for line in new where line == rest.first {
      rest = rest.dropFirst()
    }
    return rest.isEmpty
  }

  /// The lines that differ, between those that are the same at both ends.
  private static func lineDifference(_ old: [[UInt8]], _ new: [[UInt8]]) -> String {
    let same = zip(old, new).prefix { $0 == $1 }.count
    let sameAtEnd = zip(old[same...].reversed(), new[same...].reversed()).prefix { $0 == $1 }.count
    let gone = old[same..<(old.count - sameAtEnd)].map { ("  DVC   ", $0) }
    let came = new[same..<(new.count - sameAtEnd)].map { ("  Cairn ", $0) }
    let context = old[..<same].suffix(2).map { ("        ", $0) }
    let shown = (context + gone + came).prefix(60)
    return shown.map { $0 + String(decoding: $1, as: UTF8.self) }.joined(separator: "\n")
  }
}
