import Basics

/// Reads the lines of a configuration file into sections.
struct INIParser {
  private let lines: [ArraySlice<UInt8>]
  private var next = 0
  private var sections = [INIFile.Section(name: "", depth: 0, parent: nil, headerLine: nil)]
  private var current = 0
  private var problems: [Problem] = []

  struct Problem: Error, Equatable {
    let text: String
    /// Counted from 0.
    let line: Int
  }

  /// - Parameter lines: without their ends.
  init(_ lines: [ArraySlice<UInt8>]) {
    self.lines = lines
  }

  /// Reads all lines, and only then tells of the problems in them.
  mutating func parse() throws(ConfigError) -> [INIFile.Section] {
    while next < lines.count {
      let line = next
      next += 1
      do throws(Problem) {
        try parseLine(line)
      } catch {
        problems.append(error)
      }
    }
    guard let first = problems.first else { return sections }
    let line = first.line + 1
    if problems.count > 1 {
      throw .syntax("Parsing failed with several errors.\nFirst error at line \(line).")
    }
    throw .syntax("\(first.text) at line \(line).")
  }

  private mutating func parseLine(_ number: Int) throws(Problem) {
    let line = lines[number]
    let text = PythonText.trimmed(line)
    if text.isEmpty || text.first == UInt8(ascii: "#") { return }
    if let header = INIHeader(text) {
      try open(header, at: number)
    } else if let pair = INIKeyValue(text) {
      try add(pair, at: number)
    } else {
      let shown = pythonQuoted(line)
      throw Problem(
        text: "Invalid line (\(shown)) (matched as neither section nor keyword)", line: number)
    }
  }

  private mutating func open(_ header: INIHeader, at line: Int) throws(Problem) {
    guard header.opened == header.closed else {
      throw Problem(text: "Cannot compute the section depth", line: line)
    }
    guard header.opened <= sections[current].depth + 1 else {
      throw Problem(text: "Section too nested", line: line)
    }
    var parent = current
    while sections[parent].depth >= header.opened, let above = sections[parent].parent {
      parent = above
    }
    guard !isTaken(header.name, in: parent) else {
      throw Problem(text: "Duplicate section name", line: line)
    }
    current = sections.count
    sections.append(
      INIFile.Section(
        name: header.name, depth: header.opened, parent: parent, headerLine: line))
  }

  private mutating func add(_ pair: INIKeyValue, at line: Int) throws(Problem) {
    let (value, end) = try value(pair.value, at: line)
    guard !isTaken(pair.key, in: current) else {
      throw Problem(text: "Duplicate keyword name", line: line)
    }
    next = end
    sections[current].entries.append(
      INIFile.Entry(key: pair.key, value: value, lines: line..<end))
  }

  /// Reads the value whose text starts on `line`, and tells where the next entry may start.
  private func value(
    _ text: ArraySlice<UInt8>, at line: Int
  ) throws(Problem) -> (Value, end: Int) {
    for quote in INIMultilineValue.quotes where text.starts(with: quote) {
      guard
        let long = INIMultilineValue(
          first: text.dropFirst(3), quote: quote, following: lines[(line + 1)...])
      else {
        throw Problem(text: "Parse error in multiline value", line: line)
      }
      return (.string(long.text), line + 1 + long.linesTaken)
    }
    guard let value = parseINIValue(text) else {
      throw Problem(text: "Parse error in value", line: line)
    }
    return (value, line + 1)
  }

  private func isTaken(_ name: String, in parent: Int) -> Bool {
    if sections[parent].value(name) != nil { return true }
    return sections.contains { $0.parent == parent && $0.name.utf8.elementsEqual(name.utf8) }
  }
}
