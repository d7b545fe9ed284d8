internal import Basics
internal import Formats
internal import SystemPackage

/// The resolution of one stage: its directory, its own variables, and then key by key.
struct StageResolution {
  let name: String
  let definition: StageDefinition
  /// The pipeline file, relative to the project's root.
  let file: FilePath
  let source: PipelineSource
  let options: ExpansionOptions

  /// The stage with the variables of the file and those that its group adds.
  func stage(
    _ variables: VariableLoader, adding added: [(name: String, value: Value)]
  ) throws -> ResolvedStage {
    var variables = variables
    for (name, value) in added { try variables.set(name, to: value) }
    let wdir = try wdir(variables.context)
    let directory = file.removingLastComponent().resolving(wdir ?? ".")
    try loadVariables(into: &variables, in: directory, reserved: added.map(\.name))
    var keys = try resolvedKeys(variables.context)
    if let wdir { keys["wdir"] = .string(wdir) }
    return try stage(keys, in: directory)
  }

  private func wdir(_ context: VariableContext) throws -> String? {
    guard let written = definition.body["wdir"] else { return nil }
    let value = try resolved(written, of: "wdir", context)
    guard let text = value.string else {
      throw unexpected(
        "join() argument must be str, bytes, or os.PathLike object, not '\(value.pythonTypeName)'")
    }
    return text
  }

  private func loadVariables(
    into variables: inout VariableLoader, in directory: FilePath, reserved: [String]
  ) throws {
    guard let items = definition.body["vars"]?.array else { return }
    try located("'stages.\(name).vars'") { try refuseExpressions(in: items) }
    try located("stage '\(name)'") {
      try variables.load(items, named: "\(name).vars", in: directory, reserved: reserved)
    }
  }

  /// The keys of the stage without `wdir` and `vars`.
  private func resolvedKeys(_ context: VariableContext) throws -> Value.Mapping {
    var keys = Value.Mapping()
    for (key, value) in definition.body.pairs where key != "wdir" && key != "vars" {
      keys[key] = try resolved(value, of: key, context)
    }
    return keys
  }

  private func resolved(
    _ value: Value, of key: String, _ context: VariableContext
  ) throws -> Value {
    let collections: Interpolation.Collections = key == "cmd" ? .options : .refused
    let interpolation = Interpolation(context, collections: collections, options: options)
    return try located("'stages.\(name).\(key)'") { try interpolation.resolve(value) }
  }

  private func located<T>(_ place: String, _ body: () throws -> T) throws -> T {
    try locatingProblems(place, in: source.display(file), body)
  }

  private func stage(_ keys: Value.Mapping, in directory: FilePath) throws -> ResolvedStage {
    let reader = StageReader(keys: keys)
    return ResolvedStage(
      name: name,
      cmd: keys["cmd"] ?? .null,
      wdir: keys["wdir"]?.string,
      deps: try reader.deps(),
      params: try reader.params(),
      outs: try reader.outs(),
      frozen: keys["frozen"]?.bool ?? false,
      alwaysChanged: keys["always_changed"]?.bool ?? false,
      desc: keys["desc"]?.textUnlessNull,
      meta: keys["meta"],
      isParametrized: definition.isGroup || keys != definition.body,
      directory: directory)
  }
}
