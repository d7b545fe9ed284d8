/// A table as GitHub's Markdown writes it, each column as wide as its widest cell.
package struct MarkdownTable: Sendable {
  package var headers: [String]
  package var rows: [[String]]

  package init(headers: [String], rows: [[String]]) {
    self.headers = headers
    self.rows = rows
  }

  /// The lines; columns are two wider than their headers at least.
  package var rendered: String {
    let widths = headers.indices.map { column in
      rows.reduce(columns(of: headers[column]) + 2) { max($0, columns(of: $1[column])) }
    }
    let rule = widths.map { String(repeating: "-", count: $0 + 2) }.joined(separator: "|")
    let lines = [line(headers, widths), "|\(rule)|"] + rows.map { line($0, widths) }
    return lines.joined(separator: "\n")
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    let padded = zip(cells, widths).map { cell, width in
      cell + String(repeating: " ", count: max(0, width - columns(of: cell)))
    }
    return "| \(padded.joined(separator: " | ")) |"
  }
}

private func columns(of text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + $1.columns } }
