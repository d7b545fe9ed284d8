extension Configuration {
  /// The settings that have one name for everybody, `core.remote` and so on, sorted.
  package static var settingNames: [String] {
    let names = ConfigSchema.dvc.sections.flatMap { name, section in
      section.optionNames.map { "\(name).\($0)" }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

extension ConfigSchema.Section {
  /// None for tables that the user names.
  fileprivate var optionNames: [String] {
    switch self {
    case .options(let options, _), .features(let options): Array(options.keys)
    case .named, .remotes: []
    }
  }
}
