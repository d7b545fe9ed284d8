/// What happened in one casting of a story, step by step.
struct Transcript: Sendable {
  /// One step and its outcome.
  struct Entry: Sendable {
    var title: String
    var exitCode: Int
    var sections: [Step.Section: [[UInt8]]]
  }

  var entries: [Entry] = []

  /// The text that a baseline file holds.
  var rendered: [UInt8] {
    Array(entries.map { $0.rendered }.joined())
  }

  /// Reads what `rendered` wrote.
  init(parsing bytes: [UInt8]) {
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true) {
      take(Array(line))
    }
  }

  init() {}

  private var section: Step.Section?

  private mutating func take(_ line: [UInt8]) {
    if let title = line.dropping("$ ") {
      entries.append(Entry(title: title, exitCode: 0, sections: [:]))
      section = nil
    } else if let code = line.dropping("exit ") {
      entries[entries.count - 1].exitCode = Int(code) ?? -1
    } else if let text = line.dropping(prefix: "  ") {
      guard let section else { return }
      entries[entries.count - 1].sections[section, default: []].append(text)
    } else {
      section = Step.Section(rawValue: String(decoding: line.dropLast(), as: UTF8.self))
    }
  }
}

extension Transcript.Entry {
  fileprivate var rendered: [UInt8] {
    var lines = [Array("$ \(title)".utf8)]
    if exitCode != 0 { lines.append(Array("exit \(exitCode)".utf8)) }
    for section in Step.Section.allCases {
      guard let content = sections[section], !content.isEmpty else { continue }
      lines.append(Array("\(section.rawValue):".utf8))
      lines += content.map { Array("  ".utf8) + $0 }
    }
    return lines.flatMap { $0 + [UInt8(ascii: "\n")] }
  }
}

extension [UInt8] {
  fileprivate func dropping(prefix: String) -> [UInt8]? {
    starts(with: prefix.utf8) ? Array(dropFirst(prefix.utf8.count)) : nil
  }

  fileprivate func dropping(_ prefix: String) -> String? {
    dropping(prefix: prefix).map { String(decoding: $0, as: UTF8.self) }
  }
}
