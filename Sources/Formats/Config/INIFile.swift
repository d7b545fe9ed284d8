/// A configuration file in ConfigObj's dialect, as far as DVC uses it (dvc-format §4.1).
struct INIFile {
  struct Entry: Equatable {
    let key: String
    /// A string, or an array of strings for a value with commas outside quotes.
    let value: Value
    /// The lines the entry takes up, more than one for a value in triple quotes.
    let lines: Range<Int>
  }

  struct Section {
    let name: String
    /// How many brackets the header has; 0 for what stands before the first header.
    let depth: Int
    /// The section that holds this one; nil for the first.
    let parent: Int?
    let headerLine: Int?
    var entries: [Entry] = []

    func value(_ key: String) -> Value? {
      entries.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
    }
  }

  /// The lines of the file, each with its end.
  let lines: [ArraySlice<UInt8>]
  /// In the order of the file. The first has no header and holds all the others.
  private(set) var sections: [Section]

  init(parsing bytes: [UInt8]) throws(ConfigError) {
    if let problem = utf8Problem(in: bytes) { throw .syntax(problem) }
    lines = PythonText.unicodeLinesWithEnds(bytes)
    var parser = INIParser(lines.map(PythonText.withoutLineEnd))
    sections = try parser.parse()
  }

  /// The sections right below section number `index`.
  func children(of index: Int) -> [Int] {
    sections.indices.filter { sections[$0].parent == index }
  }

  /// What section number `index` says, entries before subsections, with `%(name)s` filled in.
  func mapping(of index: Int = 0) throws(ConfigError) -> Value.Mapping {
    var mapping = Value.Mapping()
    for entry in sections[index].entries {
      mapping[entry.key] = try INIInterpolation(file: self).value(of: entry, in: index)
    }
    for child in children(of: index) {
      mapping[sections[child].name] = .map(try self.mapping(of: child))
    }
    return mapping
  }
}
