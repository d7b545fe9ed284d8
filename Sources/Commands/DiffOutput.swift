import Projects
import Terminal

/// Shows a `diff` in groups of one state each, or as a table.
struct DiffOutput {
  private static let states: [(state: DiffReport.State, style: TextStyle)] = [
    (.added, .green), (.deleted, .red), (.renamed, .green), (.modified, .yellow),
    (.notInCache, .yellow),
  ]

  private let console: Console
  private let showsHashes: Bool

  init(_ console: Console, showsHashes: Bool) {
    self.console = console
    self.showsHashes = showsHashes
  }

  func print(_ report: DiffReport) {
    var counts: [String] = []
    for (state, style) in Self.states {
      guard let entries = report.entries[state], !entries.isEmpty else { continue }
      console.printStyled([(title(state), style, ":")])
      console.print(entries.map(line).joined(separator: "\n") + "\n")
      let files = entries.count { $0.shown.utf8.last != UInt8(ascii: "/") }
      if files > 0 { counts.append("\(files) \(state.rawValue)") }
    }
    if !counts.isEmpty { console.print("files summary: \(counts.joined(separator: ", "))") }
  }

  func printMarkdown(_ report: DiffReport) {
    var rows: [[String]] = []
    for (state, _) in Self.states {
      for entry in report.entries[state] ?? [] {
        let hash = showsHashes ? [entry.hash.digest ?? "-"] : []
        rows.append([state.rawValue] + hash + [entry.shown])
      }
    }
    let headers = ["Status"] + (showsHashes ? ["Hash"] : []) + ["Path"]
    console.printAlways(MarkdownTable(headers: headers, rows: rows).rendered + "\n")
  }

  private func title(_ state: DiffReport.State) -> String {
    state.rawValue.prefix(1).uppercased() + state.rawValue.dropFirst()
  }

  private func line(_ entry: DiffReport.Entry) -> String {
    let hash = showsHashes ? entry.hash.digest.map { $0 + "  " } : nil
    return "    \(hash ?? "")\(entry.shown)"
  }
}

extension DiffReport.Hash {
  /// The first eight digits, of a change both; nil when there is no hash.
  fileprivate var digest: String? {
    switch self {
    case .one(let hash): hash.map { String($0.prefix(8)) }
    case .change(let old, let new): "\(short(old))..\(short(new))"
    }
  }

  private func short(_ hash: String?) -> String { hash.map { String($0.prefix(8)) } ?? "-" }
}
