import Basics
import SystemPackage

/// What one configuration file says: sections in the order of the file, with lower-case names, but
/// first `remote`, `machine` and `db`, which hold one table for each name.
struct ConfigTable: Equatable {
  var sections: Value.Mapping

  /// The sections that hold a table for each name, headed `['remote "name"']`.
  static let namedSections = ["remote", "machine", "db"]

  init() {
    sections = Value.Mapping()
    for name in Self.namedSections { sections[name] = [:] }
  }

  init(parsing bytes: [UInt8]) throws(ConfigError) {
    self.init()
    let mapping = Self.lowercased(try INIFile(parsing: bytes).mapping())
    for (key, value) in mapping.pairs {
      guard let (kind, name) = Self.splitNamed(key) else {
        sections[key] = value
        continue
      }
      var named = sections[kind]?.map ?? Value.Mapping()
      named[name] = value
      sections[kind] = .map(named)
    }
  }

  /// The value of an option; nil when there is none.
  subscript(path: [String]) -> Value? {
    get {
      var value = Value.map(sections)
      for key in path {
        guard let next = value.map?[key] else { return nil }
        value = next
      }
      return value
    }
    set { sections = Self.setting(newValue, at: path[...], in: sections) }
  }

  private static func setting(
    _ value: Value?, at path: ArraySlice<String>, in mapping: Value.Mapping
  ) -> Value.Mapping {
    var mapping = mapping
    guard let key = path.first else { return mapping }
    if path.count == 1 {
      mapping[key] = value
    } else {
      let inner = mapping[key]?.map ?? Value.Mapping()
      mapping[key] = .map(setting(value, at: path.dropFirst(), in: inner))
    }
    return mapping
  }

  private static func lowercased(_ mapping: Value.Mapping) -> Value.Mapping {
    var result = Value.Mapping()
    for (key, value) in mapping.pairs {
      result[key.lowercased()] = value.map.map { .map(lowercased($0)) } ?? value
    }
    return result
  }

  /// Splits `remote "name"` into its kind and the name.
  static func splitNamed(_ section: String) -> (kind: String, name: String)? {
    let text = PythonText.trimmed(Array(section.utf8)[...])
    for kind in namedSections where text.starts(with: kind.utf8) {
      let rest = PythonText.trimmedStart(text.dropFirst(kind.utf8.count))
      let quote = UInt8(ascii: "\"")
      guard rest.count > 1, rest.first == quote, rest.last == quote else { continue }
      return (kind, String(decoding: rest.dropFirst().dropLast(), as: UTF8.self))
    }
    return nil
  }
}

extension ConfigTable {
  /// The options that hold paths, by section.
  private static let pathOptions: [String: Set<String>] = [
    "cache": ["dir"],
    "remote": [
      "url", "credentialpath", "configpath", "keyfile", "cert_path", "key_path",
      "gdrive_user_credentials_file", "gdrive_service_account_json_file_path",
    ],
    "machine": ["startup_script", "setup_script"],
  ]

  /// Whether the option at `path` holds a path.
  static func holdsPath(_ path: [String]) -> Bool {
    guard let section = path.first, let option = path.last,
      path.count == (namedSections.contains(section) ? 3 : 2)
    else { return false }
    return pathOptions[section]?.contains(option) ?? false
  }

  /// The same table with `change` applied to every path in it.
  func mappingPaths(
    _ change: (_ option: [String], _ text: String) -> String
  ) throws(ConfigError) -> ConfigTable {
    try checkNamedSections()
    var copy = self
    for option in pathOptions {
      guard let value = self[option] else { continue }
      guard let text = value.string else {
        throw .unexpected("expected string or bytes-like object, got '\(value.configTypeName)'")
      }
      copy[option] = .string(change(option, text))
    }
    return copy
  }

  /// The options in the table that hold paths.
  var pathOptions: [[String]] {
    var options = (sections["cache"]?.map?.keys ?? []).map { ["cache", $0] }
    for kind in ["remote", "machine"] {
      for (name, value) in sections[kind]?.map?.pairs ?? [] {
        options += (value.map?.keys ?? []).map { [kind, name, $0] }
      }
    }
    return options.filter(Self.holdsPath)
  }

  /// Refuses options right below `remote` and `machine`, where only names can be.
  private func checkNamedSections() throws(ConfigError) {
    for kind in ["remote", "machine"] {
      for (name, value) in sections[kind]?.map?.pairs ?? [] where value.map == nil {
        let place = "data[\(pythonQuoted(kind))][\(pythonQuoted(name))]"
        throw .unexpected("expected a dictionary for dictionary value @ \(place)")
      }
    }
  }
}
