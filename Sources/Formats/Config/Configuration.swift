import SystemPackage

/// The settings that apply in one place, valid and merged from all levels.
package struct Configuration: Sendable {
  /// DVC's settings; paths in them are absolute.
  let sections: Value.Mapping
  /// Our own settings.
  let cairnSections: Value.Mapping
  /// For each option that holds a path and not a URL, by its name in dots.
  private let paths: [[UInt8]: FilePath]
  package let surroundings: ConfigSurroundings
  /// Sentences about options that mean nothing, as DVC has them.
  package let warnings: [String]

  package init(_ files: ConfigFiles) throws(ConfigError) {
    surroundings = files.surroundings
    let stack = try ConfigStack(files.dvc, schema: .dvc, surroundings)
    sections = stack.merged()
    warnings = ConfigSchema.dvc.warnings(sections)
    try ConfigSchema.dvc.validate(sections)
    paths = Self.paths(stack)
    let own = try ConfigStack(files.cairn, schema: .cairn, surroundings).merged()
    try ConfigSchema.cairn.validate(own)
    cairnSections = own
  }

  private static func paths(_ stack: ConfigStack) -> [[UInt8]: FilePath] {
    var paths: [[UInt8]: FilePath] = [:]
    for layer in stack.layers {
      for option in layer.table.pathOptions {
        guard let text = layer.table[option]?.string,
          let path = ConfigPath(text, in: layer.file.directory, stack.surroundings).path
        else { continue }
        paths[key(option)] = path
      }
    }
    return paths
  }

  private static func key(_ option: [String]) -> [UInt8] {
    Array(option.joined(separator: "\0").utf8)
  }

  /// The value of an option; nil when it is not set.
  subscript(option: String...) -> Value? { value(option) }

  func value(_ option: [String]) -> Value? {
    var value = Value.map(sections)
    for key in option {
      guard let next = value.map?[key] else { return nil }
      value = next
    }
    return value
  }

  /// The absolute path that an option holds; nil when it is not set, or holds a URL.
  func path(_ option: [String]) -> FilePath? {
    guard value(option)?.string != nil else { return nil }
    return paths[Self.key(option)]
  }
}
