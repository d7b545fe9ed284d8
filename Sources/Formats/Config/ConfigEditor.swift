import SystemPackage

/// Changes configuration files as requests ask, one after the other.
struct ConfigEditor {
  var plan = ConfigPlan()
  private(set) var files: [ConfigFile]
  let schema: ConfigSchema
  let surroundings: ConfigSurroundings
  private let keepsFormatting: Bool

  /// - Parameter isOurs: whether to change our own files, which DVC does not read.
  init(files: ConfigFiles, isOurs: Bool, keepsFormatting: Bool) {
    self.files = isOurs ? files.cairn : files.dvc
    schema = isOurs ? .cairn : .dvc
    surroundings = files.surroundings
    self.keepsFormatting = keepsFormatting
  }

  /// The levels for which there is a file.
  var levels: [ConfigLevel] { files.map(\.level) }

  /// Changes the file of one level. It is written when it is valid together with the levels below;
  /// then all levels are checked.
  mutating func edit(
    _ level: ConfigLevel,
    _ change: (_ table: inout ConfigTable, _ file: ConfigFile) throws(ConfigError) -> Void
  ) throws(ConfigError) {
    var file = try files.required(level)
    var stack = try stack(upTo: level)
    guard let layer = stack.layer(at: level) else { return }
    var table = layer.table
    try change(&table, file)
    stack.replace(try stack.layer(file, table))
    try validate(stack.merged(upTo: level))
    file.contents = try rendered(table, for: file)
    record(file)
    try validate(self.stack().merged())
  }

  private mutating func validate(_ sections: Value.Mapping) throws(ConfigError) {
    plan.warnings = schema.warnings(sections)
    try schema.validate(sections)
  }

  /// The settings of all levels up to `level`, as they are now.
  func settings(upTo level: ConfigLevel) throws(ConfigError) -> Value.Mapping {
    try stack(upTo: level).merged()
  }

  private func stack(upTo level: ConfigLevel = .local) throws(ConfigError) -> ConfigStack {
    try ConfigStack(files.filter { $0.level <= level }, schema: schema, surroundings)
  }

  private mutating func record(_ file: ConfigFile) {
    if let index = plan.writes.firstIndex(where: { $0.level == file.level }) {
      plan.writes[index] = file
    } else {
      plan.writes.append(file)
    }
    for index in files.indices where files[index].level == file.level { files[index] = file }
  }

  /// The bytes of the changed file: DVC's, but with the comments of a file formatted by hand.
  private func rendered(
    _ table: ConfigTable, for file: ConfigFile
  ) throws(ConfigError) -> [UInt8] {
    let canonical = try canonicalBytes(table, in: file.directory)
    try check(canonical, reads: table)
    guard keepsFormatting, let original = file.contents else { return canonical }
    let before = try ConfigTable(parsing: original)
    if PythonText.trimmed(original[...]).isEmpty { return canonical }
    // What cannot be written in DVC's format was not written by DVC.
    if (try? canonicalBytes(before, in: file.directory)) == original { return canonical }
    guard var editor = try INIEditor(original) else { return canonical }
    return try editor.edited(from: before, to: table) ?? canonical
  }

  /// Refuses names and values with characters that would not be read as they were written.
  private func check(_ bytes: [UInt8], reads table: ConfigTable) throws(ConfigError) {
    do throws(ConfigError) {
      let written = try ConfigTable(parsing: bytes)
      if written.hasSameOptions(as: table, ignoringPaths: true) { return }
    } catch .unexpected(let text) {
      throw .unexpected(text)
    } catch {}
    throw .invalid("a name or a value has characters that cannot be written")
  }

  private func canonicalBytes(
    _ table: ConfigTable, in directory: FilePath
  ) throws(ConfigError) -> [UInt8] {
    let relative = try table.mappingPaths { _, text in
      ConfigPath.stored(text, from: directory, in: directory, surroundings)
    }
    return try renderINI(relative.headedSections)
  }
}

extension ConfigTable {
  /// The sections as a file has them: without empty ones, and those with names at the end.
  var headedSections: [(name: String, entries: Value.Mapping)] {
    var headed: [(name: String, entries: Value.Mapping)] = []
    for (name, value) in sections.pairs where !Self.namedSections.contains(name) {
      guard let entries = value.map, !entries.isEmpty else { continue }
      headed.append((name, entries))
    }
    for kind in Self.namedSections {
      for (name, value) in sections[kind]?.map?.pairs ?? [] {
        headed.append(("\(kind) \"\(name)\"", value.map ?? Value.Mapping()))
      }
    }
    return headed
  }

  /// Whether both tables have the same options with the same values, but for empty sections and the
  /// case of names.
  ///
  /// - Parameter ignoringPaths: whether options that hold paths need not have the same value.
  func hasSameOptions(as other: ConfigTable, ignoringPaths: Bool = false) -> Bool {
    func comparable(_ table: ConfigTable) -> Value {
      var table = table
      if ignoringPaths { for option in table.pathOptions { table[option] = .null } }
      var result = Value.Mapping()
      for (name, entries) in table.headedSections { result[name.lowercased()] = .map(entries) }
      return .map(result)
    }
    return comparable(self) == comparable(other)
  }
}
