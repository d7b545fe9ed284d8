/// The help of a command, as `--help` and a usage error print it.
package struct HelpText: Sendable {
  struct Row: Sendable {
    var shape: ArgumentShape
    var placeholder: String
    var help: String
  }

  /// The command's words, without the program's name.
  var usage: String
  var summary: String
  var details: String?
  /// A command line without the program's name.
  var example: String
  var positionals: [Row]
  var options: [Row]
  /// Names and summaries of the commands below this one.
  var commands: [(name: String, summary: String)] = []

  /// - Parameter program: the name the program was called by.
  package func rendered(for program: String) -> String {
    let about = [summary, details].compactMap(\.self).flatMap { wrapped($0, width: 80) }
    var blocks = ["usage: \(program) \(usageLine)", about.joined(separator: "\n")]
    blocks.append("example:\n  \(program) \(example)")
    blocks += [
      block("arguments:", positionals.map { ($0.usage, $0.help) }),
      block("options:", options.map { ($0.label, $0.help) }),
      block("commands:", commands.map { ($0.name, $0.summary) }),
    ].compactMap(\.self)
    return blocks.joined(separator: "\n\n")
  }

  private var usageLine: String {
    let words =
      [usage, "[options]", commands.isEmpty ? "" : "command ..."] + positionals.map(\.usage)
    return words.filter { !$0.isEmpty }.joined(separator: " ")
  }

  private func block(_ title: String, _ rows: [(name: String, help: String)]) -> String? {
    guard !rows.isEmpty else { return nil }
    let column = min(28, 4 + (rows.map(\.name.count).max() ?? 0))
    return ([title] + rows.flatMap { layOut($0, column: column) }).joined(separator: "\n")
  }

  private func layOut(_ row: (name: String, help: String), column: Int) -> [String] {
    let lines = wrapped(row.help, width: 80 - column)
    let indent = String(repeating: " ", count: column)
    let label = "  " + row.name
    if label.count + 2 > column { return [label] + lines.map { indent + $0 } }
    let padding = String(repeating: " ", count: column - label.count)
    return [label + padding + (lines.first ?? "")] + lines.dropFirst().map { indent + $0 }
  }

  private func wrapped(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}

extension HelpText.Row {
  /// `-j, --jobs <number>`
  var label: String {
    shape.names.joined(separator: ", ") + (placeholder.isEmpty ? "" : " " + placeholder)
  }

  /// `[targets ...]`
  var usage: String {
    let name = shape.displayName
    return switch shape.arity {
    case .none, .one: name
    case .optional: "[\(name)]"
    case .any: "[\(name) ...]"
    case .atLeastOne: "\(name) [\(name) ...]"
    }
  }
}
