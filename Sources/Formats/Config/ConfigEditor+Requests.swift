extension ConfigEditor {
  mutating func apply(_ request: ConfigRequest) throws(ConfigError) {
    switch request {
    case .set(let name, let value, let level): try set(name.path, to: value, level)
    case .unset(let name, let level): try unset(name.path, level)
    case .setCacheDirectory(let path, let level): try set(["cache", "dir"], to: path, level)
    case .unsetCacheDirectory(let level): try unset(["cache", "dir"], level)
    case .setDefaultRemote(let name, let level): try setDefault(name.lowercased(), level)
    case .unsetDefaultRemote(let level):
      try edit(level ?? .project) { table, _ in table[["core", "remote"]] = nil }
    case .addRemote(let name, let url, let isDefault, let forces, let level):
      try add(name.lowercased(), url, isDefault: isDefault, forces: forces, level ?? .project)
    case .modifyRemote(let name, let option, let value, let level):
      try modify(name.lowercased(), option, to: value ?? nil, unsets: false, level ?? .project)
    case .unsetRemoteOption(let name, let option, let level):
      try modify(name.lowercased(), option, to: nil, unsets: true, level ?? .project)
    case .removeRemote(let name, let level): try remove(name.lowercased(), level ?? .project)
    case .renameRemote(let old, let new, let level):
      try rename(old.lowercased(), to: new, level ?? .project)
    case .show, .list, .listRemotes, .showDefaultRemote, .showCacheDirectory: break
    }
  }

  private mutating func set(
    _ option: [String], to value: String, _ level: ConfigLevel?
  ) throws(ConfigError) {
    let editor = self
    try edit(level ?? .project) { table, file throws(ConfigError) in
      table[option] = editor.stored(value, of: option, in: file)
    }
  }

  private mutating func unset(_ option: [String], _ level: ConfigLevel?) throws(ConfigError) {
    let schema = schema
    try edit(level ?? .project) { table, _ throws(ConfigError) in
      _ = try table.required(option, schema)
      table[option] = nil
    }
  }

  /// The value of an option as the file has it: a path that was given relative to the current
  /// directory becomes relative to the file's.
  private func stored(_ value: String, of option: [String], in file: ConfigFile) -> Value {
    guard ConfigTable.holdsPath(option) else { return .string(value) }
    return .string(
      ConfigPath.stored(
        value, from: surroundings.currentDirectory, in: file.directory, surroundings))
  }
}

extension ConfigEditor {
  private mutating func add(
    _ name: String, _ url: String, isDefault: Bool, forces: Bool, _ level: ConfigLevel
  ) throws(ConfigError) {
    if isDefault { plan.output.append("Setting '\(name)' as a default remote.") }
    let editor = self
    try edit(level) { table, file throws(ConfigError) in
      guard forces || table[["remote", name]] == nil else {
        throw .invalid("remote '\(name)' already exists. Use `-f|--force` to overwrite it.")
      }
      let option = ["remote", name, "url"]
      table[["remote", name]] = [:]
      table[option] = editor.stored(url, of: option, in: file)
      if isDefault { table[["core", "remote"]] = .string(name) }
    }
  }

  private mutating func modify(
    _ name: String, _ option: String, to value: String?, unsets: Bool, _ level: ConfigLevel
  ) throws(ConfigError) {
    let editor = self
    try edit(level) { table, file throws(ConfigError) in
      guard try editor.settings(upTo: level)["remote"]?.map?[name] != nil else {
        throw .invalid("remote '\(name)' doesn't exist.")
      }
      let path = ["remote", name, option]
      if table[["remote", name]] == nil { table[["remote", name]] = [:] }
      table[path] = unsets ? nil : value.map { editor.stored($0, of: path, in: file) } ?? .null
    }
  }

  private mutating func setDefault(_ name: String, _ level: ConfigLevel?) throws(ConfigError) {
    let level = level ?? .project
    let editor = self
    try edit(level) { table, _ throws(ConfigError) in
      guard try editor.settings(upTo: level)["remote"]?.map?[name] != nil else {
        throw .invalid("default remote must be present in remote list.")
      }
      table[["core", "remote"]] = .string(name)
    }
  }

  /// Removes a remote from one level, and then, from the highest level down to that one, makes it
  /// the default no longer.
  private mutating func remove(_ name: String, _ level: ConfigLevel) throws(ConfigError) {
    try edit(level) { table, _ throws(ConfigError) in
      guard table[["remote", name]] != nil else {
        throw .invalid("remote '\(name)' doesn't exist.")
      }
      table[["remote", name]] = nil
    }
    for higher in ConfigLevel.allCases.reversed() where higher >= level {
      try edit(higher) { table, _ in
        if table.defaultRemote == name { table[["core", "remote"]] = nil }
      }
    }
  }

  /// Renames a remote in one level, and the default remote there and in the levels above. DVC leaves
  /// the new name as it is, though it is read in lower case.
  private mutating func rename(
    _ old: String, to new: String, _ level: ConfigLevel
  ) throws(ConfigError) {
    guard try settings(upTo: .local)["remote"]?.map?[new] == nil else {
      throw .invalid("Rename failed. Remote name '\(new)' already exists.")
    }
    try edit(level) { table, _ throws(ConfigError) in
      guard let remote = table[["remote", old]] else {
        throw .invalid("remote '\(old)' doesn't exist.")
      }
      table[["remote", old]] = nil
      table[["remote", new]] = remote
      if table.defaultRemote == old { table[["core", "remote"]] = .string(new) }
    }
    for higher in ConfigLevel.allCases where higher > level {
      try edit(higher) { table, _ in
        if table.defaultRemote == old { table[["core", "remote"]] = .string(new) }
      }
    }
  }
}

extension ConfigTable {
  fileprivate var defaultRemote: String? { self[["core", "remote"]]?.string }
}
