import Basics

extension ConfigSchema {
  /// Checks settings that were merged from all levels, and throws for the first mistake.
  func validate(_ sections: Value.Mapping) throws(ConfigError) {
    for (name, value) in sections.pairs {
      guard let section = section(name) else {
        throw .extraKey(at: [name])
      }
      guard let table = value.map else {
        throw .wrongValue("expected a dictionary", at: [name])
      }
      try validate(table, section, at: [name])
    }
  }

  private func validate(
    _ table: Value.Mapping, _ section: Section, at place: [String]
  ) throws(ConfigError) {
    switch section {
    case .options(let options, let exclusive):
      try validate(table, at: place) { options[$0] }
      try validate(table, exclusive, at: place)
    case .features(let options):
      for (name, kind) in options {
        guard let value = table[name] else { continue }
        try validate(value, kind, at: place + [name])
      }
    case .named(let options):
      for (name, value) in table.pairs {
        guard let inner = value.map else {
          throw .wrongValue("expected a dictionary", at: place + [name])
        }
        try validate(inner, at: place + [name]) { options[$0] }
      }
    case .remotes:
      for (name, value) in table.pairs { try validate(remote: value, at: place + [name]) }
    }
  }

  /// Checks the settings of one remote, whose options depend on its URL.
  func validate(remote value: Value, at place: [String]) throws(ConfigError) {
    guard let table = value.map, let url = table["url"] else {
      throw .wrongValue("expected 'url'", at: place)
    }
    guard let url = url.string else { throw .wrongValue("expected str", at: place + ["url"]) }
    switch RemoteScheme(ofURL: url) {
    case .known(let kind): try validate(table, at: place, kind.optionKind)
    case .unknown(let scheme): throw .wrongValue("Unsupported URL type \(scheme)://", at: place)
    case .malformed: throw .wrongValue("not a valid value", at: place)
    }
  }

  private func validate(
    _ table: Value.Mapping, at place: [String],
    _ kind: (_ option: String) -> ConfigOptionKind?
  ) throws(ConfigError) {
    for (name, value) in table.pairs {
      guard let kind = kind(name) else { throw .extraKey(at: place + [name]) }
      try validate(value, kind, at: place + [name])
    }
  }

  private func validate(
    _ value: Value, _ kind: ConfigOptionKind, at place: [String]
  ) throws(ConfigError) {
    if let problem = kind.problem(with: value) { throw .wrongValue(problem, at: place) }
  }

  private func validate(
    _ table: Value.Mapping, _ exclusive: [String: [String]], at place: [String]
  ) throws(ConfigError) {
    for (group, names) in exclusive where names.filter({ table[$0] != nil }).count > 1 {
      throw .invalid(
        "two or more values in the same group of exclusion '\(group)' "
          + "@ \(ConfigError.text(of: place))[<\(group)>]")
    }
  }

  /// Sentences about options that mean nothing but are no mistake, which DVC says even where there is one.
  func warnings(_ sections: Value.Mapping) -> [String] {
    for (name, section) in self.sections {
      guard case .features(let options) = section else { continue }
      let unknown = (sections[name]?.map?.keys ?? []).filter { options[$0] == nil }
        .map { "'\(name).\($0)'" }.sorted { Array($0.utf8).lexicographicallyPrecedes($1.utf8) }
      if unknown.isEmpty { continue }
      let words = unknown.count == 1 ? "option is" : "options are"
      return ["\(unknown.joined(separator: ", ")) config \(words) unsupported"]
    }
    return []
  }
}

extension ConfigError {
  fileprivate static func extraKey(at place: [String]) -> ConfigError {
    .invalid("extra keys not allowed @ \(text(of: place))")
  }

  fileprivate static func wrongValue(_ problem: String, at place: [String]) -> ConfigError {
    .invalid("\(problem) for dictionary value @ \(text(of: place))")
  }

  fileprivate static func text(of place: [String]) -> String {
    "data" + place.map { "[\(pythonQuoted($0))]" }.joined()
  }
}
