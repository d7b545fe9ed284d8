import Basics
import SystemPackage

/// The parsed files of several levels, which are merged into one set of sections.
struct ConfigStack {
  struct Layer {
    let file: ConfigFile
    /// What the file says, with paths as it has them.
    let table: ConfigTable
    /// The same with absolute paths.
    let resolved: ConfigTable
  }

  let schema: ConfigSchema
  let surroundings: ConfigSurroundings
  /// In the order of the levels.
  private(set) var layers: [Layer] = []

  init(
    _ files: [ConfigFile], schema: ConfigSchema, _ surroundings: ConfigSurroundings
  ) throws(ConfigError) {
    self.schema = schema
    self.surroundings = surroundings
    for file in files {
      let table = try file.contents.map(Self.table) ?? ConfigTable()
      layers.append(try layer(file, table))
    }
  }

  func layer(_ file: ConfigFile, _ table: ConfigTable) throws(ConfigError) -> Layer {
    let resolved = try table.mappingPaths { _, text in
      ConfigPath(text, in: file.directory, surroundings).text
    }
    return Layer(file: file, table: table, resolved: resolved)
  }

  private static func table(_ bytes: [UInt8]) throws(ConfigError) -> ConfigTable {
    try ConfigTable(parsing: bytes)
  }

  func layer(at level: ConfigLevel) -> Layer? {
    layers.first { $0.file.level == level }
  }

  mutating func replace(_ layer: Layer) {
    guard let index = layers.firstIndex(where: { $0.file.level == layer.file.level }) else {
      return
    }
    layers[index] = layer
  }

  /// The settings of all levels up to `last`, later ones over earlier ones.
  ///
  /// Sections are in the schema's order, after those of a system file: the order in which DVC looks
  /// for mistakes.
  func merged(upTo last: ConfigLevel = .local) -> Value.Mapping {
    var merged = Value.Mapping()
    if let system = layer(at: .system), system.file.contents != nil {
      merged = system.resolved.sections
    }
    for (name, _) in schema.sections where merged[name] == nil { merged[name] = [:] }
    for layer in layers where layer.file.level <= last {
      merged.merge(layer.resolved.sections)
    }
    for name in ConfigTable.namedSections where schema.section(name) == nil {
      if merged[name]?.map?.isEmpty == true { merged[name] = nil }
    }
    return merged
  }

  /// Where the value of an option comes from: the layer of the highest level that has it.
  func source(of option: [String]) -> Layer? {
    layers.last { $0.table[option] != nil }
  }
}

extension Value.Mapping {
  /// Puts the values of `other` over these, tables within tables.
  mutating func merge(_ other: Value.Mapping) {
    for (key, value) in other.pairs {
      if case .map(var inner)? = self[key], case .map(let new) = value {
        inner.merge(new)
        self[key] = .map(inner)
      } else {
        self[key] = value
      }
    }
  }
}
