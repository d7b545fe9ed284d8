internal import Basics
internal import Formats

/// Takes the parts of a stage out of its resolved keys.
struct StageReader {
  let keys: Value.Mapping

  func deps() throws -> [String] {
    try items(of: "deps").map { try checked(path($0), as: "a dependency") }
  }

  func outs() throws -> [StageOutput] {
    try outs(.out) + outs(.metric) + outs(.plot)
  }

  /// The parameter files in the order in which they first appear.
  func params() throws -> [ParamsDependency] {
    var files = Value.Mapping()
    for item in items(of: "params") {
      switch item {
      case .string(let name):
        try add([.string(name)], to: ParamsDependency.defaultFile, in: &files)
      case .map(let more):
        for (file, names) in more.pairs {
          try requireText(more.keyValue(for: file))
          try add(names, file: file, in: &files)
        }
      default:
        throw unexpected("Only list of str/dict is supported. Got: '\(item.pythonTypeName)'.")
      }
    }
    return files.pairs.map { file, names in
      ParamsDependency(file: file, keys: names.array?.map(\.pythonText) ?? [])
    }
  }

  private func items(of key: String) -> [Value] { keys[key]?.array ?? [] }

  private func checked(_ path: String, as role: String) throws(CairnError) -> String {
    if isStageFileName(path) { throw CairnError("DVC file '\(path)' cannot be \(role).") }
    return path
  }

  private func requireText(_ file: Value) throws {
    if file.string != nil { return }
    throw unexpected("'\(file.pythonTypeName)' object has no attribute 'decode'")
  }

  private func path(_ value: Value) throws -> String {
    guard case .string(let text) = value else {
      throw unexpected("'\(value.pythonTypeName)' not supported.")
    }
    return text
  }
}

extension StageReader {
  private func add(_ names: Value, file: String, in files: inout Value.Mapping) throws {
    switch names {
    case .null: files[file] = .null
    case .array(let names) where names.isEmpty: files[file] = .null
    case .array(let names): try add(names, to: file, in: &files)
    default:
      throw unexpected(
        "Expected list of params for custom params file '\(file)', got '\(names.pythonTypeName)'.")
    }
  }

  /// Adds names, unless the file is one that the stage depends on as a whole.
  private func add(_ names: [Value], to file: String, in files: inout Value.Mapping) throws {
    switch files[file] {
    case .null?: return
    case .array(let earlier)?: files[file] = .array(earlier + names)
    default: files[file] = .array(names)
    }
  }

  /// The outputs of one list; a path that is listed twice counts once, with the flags of both.
  private func outs(_ kind: StageOutput.Kind) throws -> [StageOutput] {
    var flags = Value.Mapping()
    for item in items(of: kind.rawValue) {
      if case .map(let entries) = item {
        for (path, more) in entries.pairs { try add(more, to: path, in: &flags) }
      } else {
        try add(.map(Value.Mapping()), to: path(item), in: &flags)
      }
    }
    return try flags.pairs.map { path, flags in
      StageOutput(
        path: try checked(path, as: "an output"), kind: kind, reading: flags.map ?? Value.Mapping())
    }
  }

  private func add(_ more: Value, to path: String, in flags: inout Value.Mapping) throws {
    guard case .map(let more) = more else {
      throw unexpected("Expected dict for '\(path)', got: '\(more.pythonTypeName)'")
    }
    var merged = flags[path]?.map ?? Value.Mapping()
    for (key, value) in more.pairs { merged[key] = value }
    flags[path] = .map(merged)
  }
}

extension StageOutput {
  private static let plotKeys = [
    "template", "x", "y", "x_label", "y_label", "title", "header",
  ]

  init(path: String, kind: Kind, reading flags: Value.Mapping) {
    self.init(path: path, kind: kind)
    cache = flags["cache"]?.bool ?? true
    persist = flags["persist"]?.bool ?? false
    desc = flags["desc"]?.textUnlessNull
    type = flags["type"]?.textUnlessNull
    labels = flags["labels"]?.array?.map(\.pythonText) ?? []
    meta = flags["meta"]
    remote = flags["remote"]?.textUnlessNull
    push = flags["push"]?.bool ?? true
    for (key, value) in flags.pairs where Self.plotKeys.contains(key) { plot[key] = value }
  }
}

extension Value {
  var textUnlessNull: String? { isNull ? nil : pythonText }
}
