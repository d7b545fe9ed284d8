import Basics
import SystemPackage

/// Answers the requests that only read.
struct ConfigReader {
  let files: ConfigFiles

  /// Nil when the request is to change something.
  func plan(_ request: ConfigRequest) throws(ConfigError) -> ConfigPlan? {
    switch request {
    case .show(let name, let level, let showsOrigin):
      ConfigPlan(output: try show(name, level, showsOrigin))
    case .list(let level, let showsOrigin): ConfigPlan(output: try list(level, showsOrigin))
    case .listRemotes(let level): try remotes(level)
    case .showDefaultRemote(let level): try defaultRemote(level)
    case .showCacheDirectory(let level): ConfigPlan(output: [try cacheDirectory(level)])
    default: nil
    }
  }

  private func show(
    _ name: ConfigName, _ level: ConfigLevel?, _ showsOrigin: Bool
  ) throws(ConfigError) -> [String] {
    let schema = name.isOurs ? ConfigSchema.cairn : .dvc
    for layer in try layers(level, ours: name.isOurs).reversed() {
      do throws(ConfigError) {
        let value = try layer.resolved.required(name.path, schema)
        return [origin(layer, showsOrigin) + value.configText]
      } catch {
        if level != nil { throw error }
      }
    }
    return []
  }

  private func list(_ level: ConfigLevel?, _ showsOrigin: Bool) throws(ConfigError) -> [String] {
    var lines: [String] = []
    for ours in [false, true] {
      if ours, let level, !files.cairn.contains(where: { $0.level == level }) { continue }
      for layer in try layers(level, ours: ours) {
        let prefix = origin(layer, showsOrigin)
        lines += layer.resolved.sections.flattened().map { prefix + $0 }
      }
    }
    return lines
  }

  private func remotes(_ level: ConfigLevel?) throws(ConfigError) -> ConfigPlan {
    let sections = try settings(level)
    let defaultName = sections["core"]?.map?["remote"]?.string
    var plan = ConfigPlan()
    for (name, value) in sections["remote"]?.map?.pairs ?? [] {
      guard let url = value.map?["url"]?.string else {
        plan.failure = .unexpected("'url'")
        break
      }
      let isDefault = defaultName.map { $0.utf8.elementsEqual(name.utf8) } ?? false
      plan.output.append("\(name)\t\(url)" + (isDefault ? "\t(default)" : ""))
    }
    return plan
  }

  private func defaultRemote(_ level: ConfigLevel?) throws(ConfigError) -> ConfigPlan {
    if let name = try settings(level)["core"]?.map?["remote"] {
      return ConfigPlan(output: [name.configText])
    }
    return ConfigPlan(output: ["No default remote set"], isMissing: true)
  }

  private func cacheDirectory(_ level: ConfigLevel?) throws(ConfigError) -> String {
    let option = ["cache", "dir"]
    for layer in try layers(level, ours: false).reversed() {
      if let value = layer.resolved[option] { return value.configText }
    }
    guard level == nil, let root = files.surroundings.root else {
      throw .missing(option: "dir", in: "section 'cache'")
    }
    return root.appending(".dvc/cache").string
  }

  private func settings(_ level: ConfigLevel?) throws(ConfigError) -> Value.Mapping {
    if let level { return try layer(at: level, of: files.dvc, .dvc).resolved.sections }
    return try ConfigStack(files.dvc, schema: .dvc, files.surroundings).merged()
  }

  /// The layers that are read, lowest first.
  private func layers(
    _ level: ConfigLevel?, ours: Bool
  ) throws(ConfigError) -> [ConfigStack.Layer] {
    let schema = ours ? ConfigSchema.cairn : .dvc
    let present = ours ? files.cairn : files.dvc
    guard let level else {
      return try ConfigStack(present, schema: schema, files.surroundings).layers
    }
    return [try layer(at: level, of: present, schema)]
  }

  private func layer(
    at level: ConfigLevel, of present: [ConfigFile], _ schema: ConfigSchema
  ) throws(ConfigError) -> ConfigStack.Layer {
    let file = try present.required(level)
    let stack = try ConfigStack([file], schema: schema, files.surroundings)
    return stack.layers[0]
  }

  /// The name of the layer's file and a tab: from the project's root where it lies there.
  private func origin(_ layer: ConfigStack.Layer, _ isShown: Bool) -> String {
    guard isShown else { return "" }
    let path = layer.file.path
    let below = files.surroundings.root.flatMap { path.relative(to: $0)?.string }
    return (below ?? path.string) + "\t"
  }
}

extension [ConfigFile] {
  /// The file of `level`; outside a project there are none of the project.
  func required(_ level: ConfigLevel) throws(ConfigError) -> ConfigFile {
    if let file = first(where: { $0.level == level }) { return file }
    if level == .system { throw .invalid("there is no system level for these options") }
    throw .invalid("Not inside a DVC repo")
  }
}

extension Value.Mapping {
  /// A line `section.option=value` for each value, tables within tables taken apart.
  fileprivate func flattened(_ prefix: String = "") -> [String] {
    pairs.flatMap { key, value in
      value.map.map { $0.flattened("\(prefix)\(key).") } ?? ["\(prefix)\(key)=\(value.configText)"]
    }
  }
}

extension ConfigTable {
  /// The value of an option, or the error that says how far there is something of that name.
  func required(_ path: [String], _ schema: ConfigSchema) throws(ConfigError) -> Value {
    let section = path[0]
    let option = path[path.count - 1]
    if path.count == 3 {
      guard self[Array(path.dropLast())] != nil else {
        throw .invalid("\(section) '\(path[1])' doesn't exist")
      }
    } else if sections[section] == nil, schema.section(section) == nil {
      throw .invalid("section '\(section)' doesn't exist")
    }
    let place = path.count == 3 ? "\(section) '\(path[1])'" : "section '\(section)'"
    guard let value = self[path] else { throw .missing(option: option, in: place) }
    return value
  }
}

extension ConfigError {
  static func missing(option: String, in place: String) -> ConfigError {
    .invalid("option '\(option)' doesn't exist in \(place)")
  }
}
