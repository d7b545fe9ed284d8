/// Changes single lines of a configuration file that was formatted by hand, and keeps all others:
/// comments, blank lines, the order, the spelling of names.
struct INIEditor {
  private let file: INIFile
  private let lineEnd: String
  /// What becomes of each line; an empty text is a line that goes.
  private var output: [[UInt8]]
  /// The section in the table that each section of the file is; the first one is none.
  private let tablePaths: [[String]]

  /// Nil when the file cannot be edited by lines: it repeats itself, or has sections in sections.
  init?(_ bytes: [UInt8]) throws(ConfigError) {
    file = try INIFile(parsing: bytes)
    tablePaths = file.sections.map { section in
      let name = section.name.lowercased()
      return ConfigTable.splitNamed(name).map { [$0.kind, $0.name] } ?? [name]
    }
    output = file.lines.map(Array.init)
    lineEnd = file.lines.first?.suffix(2).elementsEqual([0x0D, 0x0A]) == true ? "\r\n" : "\n"
    guard isPlain else { return nil }
  }

  private var isPlain: Bool {
    let names = tablePaths.dropFirst().map { Array($0.joined(separator: "\0").utf8) }
    return file.sections[0].entries.isEmpty && Set(names).count == names.count
      && file.sections.allSatisfy { section in
        let keys = section.entries.map { Array($0.key.lowercased().utf8) }
        return section.depth < 2 && Set(keys).count == keys.count
      }
  }

  /// The bytes that say what `new` says; nil when changing lines does not lead there.
  mutating func edited(
    from old: ConfigTable, to new: ConfigTable
  ) throws(ConfigError) -> [UInt8]? {
    var added = new.headedSections.filter { section in
      let path = Self.tablePath(section.name)
      return !tablePaths.dropFirst().contains(path)
    }
    for index in file.sections.indices.dropFirst() {
      let path = tablePaths[index]
      let before = old[path]?.map ?? Value.Mapping()
      if let after = new[path]?.map, path.count == 2 || !after.isEmpty {
        try change(section: index, from: before, to: after)
      } else if let renamed = added.firstIndex(where: { $0.entries == before && path.count == 2 }) {
        try rename(section: index, to: added.remove(at: renamed).name)
      } else {
        remove(section: index)
      }
    }
    for section in added { try add(section) }
    let bytes = Array(output.joined())
    let result = bytes.isEmpty ? Array("\n".utf8) : bytes
    return try ConfigTable(parsing: result).hasSameOptions(as: new) ? result : nil
  }

  private static func tablePath(_ header: String) -> [String] {
    ConfigTable.splitNamed(header).map { [$0.kind, $0.name] } ?? [header]
  }

  private mutating func change(
    section index: Int, from old: Value.Mapping, to new: Value.Mapping
  ) throws(ConfigError) {
    for entry in file.sections[index].entries {
      let key = entry.key.lowercased()
      guard let value = new[key] else {
        remove(entry.lines)
        continue
      }
      if value == old[key] { continue }
      let line = entry.lines.lowerBound
      let text = try indentation(of: line) + renderINIEntry(key, value) + comment(of: entry)
      remove(entry.lines)
      output[line] = Array((text + lineEnd).utf8)
    }
    let fresh = new.pairs.filter { old[$0.key] == nil }
    for (key, value) in fresh {
      insert(try indent(of: index) + renderINIEntry(key, value), after: lastLine(of: index))
    }
  }

  private mutating func rename(section index: Int, to name: String) throws(ConfigError) {
    guard let line = file.sections[index].headerLine else { return }
    output[line] = Array((indentation(of: line) + (try renderINIHeader(name)) + lineEnd).utf8)
  }

  /// Removes a section and the comments in it, but not what stands below its last entry.
  private mutating func remove(section index: Int) {
    guard let first = file.sections[index].headerLine else { return }
    remove(first..<(lastLine(of: index) + 1))
  }

  /// Adds a section: one without a name before those with names, else at the end.
  private mutating func add(
    _ section: (name: String, entries: Value.Mapping)
  ) throws(ConfigError) {
    var lines = [try renderINIHeader(section.name)]
    for (key, value) in section.entries.pairs {
      lines.append("    " + (try renderINIEntry(key, value)))
    }
    let text = lines.joined(separator: lineEnd)
    let isNamed = ConfigTable.splitNamed(section.name) != nil
    guard !isNamed, let named = file.sections.indices.first(where: { tablePaths[$0].count == 2 }),
      let header = file.sections[named].headerLine
    else {
      insert(text, after: output.count - 1)
      return
    }
    let line = startOfComment(above: header)
    output[line] = Array((text + lineEnd).utf8) + output[line]
  }
}

extension INIEditor {
  private mutating func remove(_ lines: Range<Int>) {
    for line in lines { output[line] = [] }
  }

  private mutating func insert(_ text: String, after line: Int) {
    let needsEnd = file.lines[line].count == PythonText.withoutLineEnd(file.lines[line]).count
    if needsEnd, !output[line].isEmpty { output[line] += Array(lineEnd.utf8) }
    output[line] += Array((text + lineEnd).utf8)
  }

  private func lastLine(of index: Int) -> Int {
    let section = file.sections[index]
    return section.entries.last.map { $0.lines.upperBound - 1 } ?? section.headerLine ?? 0
  }

  /// What the section's entries are indented by.
  private func indent(of index: Int) -> String {
    file.sections[index].entries.last.map { indentation(of: $0.lines.lowerBound) } ?? "    "
  }

  private func indentation(of line: Int) -> String {
    let text = file.lines[line]
    let width = text.count - PythonText.trimmedStart(text).count
    return String(decoding: text.prefix(width), as: UTF8.self)
  }

  /// The comment after a value on the same line, with the white space before it.
  private func comment(of entry: INIFile.Entry) -> String {
    let line = PythonText.withoutLineEnd(file.lines[entry.lines.lowerBound])
    let quotes = line.contains(UInt8(ascii: "'")) || line.contains(UInt8(ascii: "\""))
    guard entry.lines.count == 1, !quotes, let hash = line.firstIndex(of: UInt8(ascii: "#")) else {
      return ""
    }
    let start = PythonText.trimmedEnd(line[..<hash]).endIndex
    return String(decoding: line[start...], as: UTF8.self)
  }

  private func startOfComment(above header: Int) -> Int {
    var line = header
    while line > 0,
      PythonText.trimmedStart(file.lines[line - 1]).first == UInt8(ascii: "#")
    {
      line -= 1
    }
    return line
  }
}
