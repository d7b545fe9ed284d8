import Basics
package import Formats

/// How a project's data and pipelines differ from what is recorded.
package struct StatusReport: Sendable {
  /// What changed in one stage, in DVC's order.
  package enum Change: Sendable, Equatable {
    case dependencies([Item])
    case outputs([Item])
    case alwaysChanged
    case command
    case checksum
  }

  /// A path with its state, or a parameter file with the state of its keys.
  package struct Item: Sendable, Equatable {
    package enum State: Sendable, Equatable {
      case word(String)
      case keys([(key: String, word: String)])

      package static func == (left: State, right: State) -> Bool {
        switch (left, right) {
        case (.word(let a), .word(let b)): a == b
        case (.keys(let a), .keys(let b)): a.elementsEqual(b) { $0 == $1 }
        default: false
        }
      }
    }

    package var name: String
    package var state: State

    package init(_ name: String, _ state: State) {
      self.name = name
      self.state = state
    }
  }

  /// Stages that changed, as the user addresses them.
  package var stages: [(name: String, changes: [Change])] = []
  package var warnings: [String] = []
  /// Whether the project has any stage at all.
  package var isEmptyProject = false

  package init() {}
}

extension StatusReport {
  /// DVC's text: one line each, without a final line end.
  package var lines: [String] {
    if isEmptyProject {
      return [
        "There are no data or pipelines tracked in this project yet.",
        "See <https://dvc.org/doc/start> to get started!",
      ]
    }
    if stages.isEmpty { return ["Data and pipelines are up to date."] }
    return stages.flatMap { stage in ["\(stage.name):"] + stage.changes.flatMap(Self.lines) }
  }

  private static func lines(_ change: Change) -> [String] {
    switch change {
    case .dependencies(let items): ["\tchanged deps:"] + items.flatMap(lines)
    case .outputs(let items): ["\tchanged outs:"] + items.flatMap(lines)
    case .alwaysChanged: ["\talways changed"]
    case .command: ["\tchanged command"]
    case .checksum: ["\tchanged checksum"]
    }
  }

  private static func lines(_ item: Item) -> [String] {
    switch item.state {
    case .word(let word): ["\t\t" + Self.padded(word) + item.name]
    case .keys(let keys):
      ["\t\t\(item.name):"] + keys.map { "\t\t\t" + Self.padded($0.word) + $0.key }
    }
  }

  /// A state word with its colon, as wide as DVC makes it.
  static func padded(_ word: String) -> String {
    let text = word + ":"
    return text + String(repeating: " ", count: max(0, 20 - text.unicodeScalars.count))
  }

  /// DVC's JSON.
  package var value: Value {
    var document = Value.Mapping()
    for stage in stages { document[stage.name] = .array(stage.changes.map(Self.value)) }
    return .map(document)
  }

  private static func value(_ change: Change) -> Value {
    switch change {
    case .dependencies(let items): ["changed deps": value(items)]
    case .outputs(let items): ["changed outs": value(items)]
    case .alwaysChanged: "always changed"
    case .command: "changed command"
    case .checksum: "changed checksum"
    }
  }

  private static func value(_ items: [Item]) -> Value {
    var mapping = Value.Mapping()
    for item in items {
      switch item.state {
      case .word(let word): mapping[item.name] = .string(word)
      case .keys(let keys):
        var inner = Value.Mapping()
        for (key, word) in keys { inner[key] = .string(word) }
        mapping[item.name] = .map(inner)
      }
    }
    return .map(mapping)
  }
}
