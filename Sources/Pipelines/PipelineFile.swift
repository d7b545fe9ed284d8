package import Basics
package import Formats
package import SystemPackage

/// A `dvc.yaml`: its stages, and what it lists at its top level.
///
/// Behaves as DVC 3.67.1 does (dvc-format §12 and §13). Everything that a pipeline file refers to is
/// read through the source, so that a Git revision serves as well as the working tree.
package struct PipelineFile: Sendable {
  /// The file, relative to the project's root.
  package let path: FilePath
  package let document: YAMLDocument
  /// The keys of the document, nothing in them resolved.
  package let keys: Value.Mapping
  let options: ExpansionOptions
  let variables: VariableLoader
  private let source: PipelineSource
  private let definitions: [StageDefinition]

  /// Parses the file and loads its variables; no stage is resolved yet.
  package init(
    parsing bytes: [UInt8], at path: FilePath, source: PipelineSource,
    options: ExpansionOptions = ExpansionOptions()
  ) throws {
    let shown = source.display(path)
    document = try YAMLDocument(parsing: bytes, name: shown)
    keys = try document.validated(against: .pipelineFile, name: shown)
    variables = try Self.variables(keys, of: path, source)
    definitions = (keys["stages"]?.map?.pairs ?? []).compactMap { name, entry in
      entry.map.map { StageDefinition(name: name, reading: $0) }
    }
    self.path = path
    self.source = source
    self.options = options
  }

  private static func variables(
    _ keys: Value.Mapping, of path: FilePath, _ source: PipelineSource
  ) throws -> VariableLoader {
    var loader = VariableLoader(source: source)
    let directory = path.removingLastComponent()
    let items = keys["vars"]?.array ?? []
    try locatingProblems("'vars'", in: source.display(path)) {
      try refuseExpressions(in: items)
      try loader.loadDefaultFile(in: directory)
      try loader.load(items, named: "vars", in: directory)
    }
    return loader
  }
}

extension PipelineFile {
  /// The file as messages name it.
  var shownPath: String { source.display(path) }

  /// What DVC warns of when it expands the groups.
  package func warnings() throws -> [String] {
    try definitions.compactMap { definition in
      let added = try members(of: definition).first?.variables.map(\.name) ?? []
      let taken = added.filter(variables.context.defines)
      if taken.isEmpty { return nil }
      return "\(taken.joined(separator: " and ")) \(taken.count == 1 ? "is" : "are") already "
        + "specified, will be overwritten for stages generated from '\(definition.name)'"
    }
  }

  /// The stages' names in the order of the file, with those of the groups' members.
  package func stageNames() throws -> [String] {
    try definitions.flatMap { definition in
      guard definition.isGroup else { return [definition.name] }
      return try members(of: definition).map { "\(definition.name)@\($0.key)" }
    }
  }

  /// All stages in the order of the file.
  package func resolve() throws -> [ResolvedStage] {
    try stageNames().map(stage)
  }

  /// The stages that `name` means: one, or all of a group. Nothing for a group without members.
  ///
  /// - Throws: `Stage 'x' not found inside 'dvc.yaml' file` when there is none.
  package func resolve(_ name: String) throws -> [ResolvedStage] {
    if let group = definition(name), group.isGroup {
      return try members(of: group).map { try stage(of: group, $0) }
    }
    return [try stage(name)]
  }

  /// The one stage of that name; the name of a group means nothing.
  ///
  /// - Throws: `StageNotFound`.
  package func stage(_ name: String) throws -> ResolvedStage {
    let bytes = Array(name.utf8)
    guard let mark = bytes.lastIndex(of: UInt8(ascii: "@")) else {
      guard let definition = definition(name), !definition.isGroup else { throw notFound(name) }
      return try resolved(definition, name: name, variables: [])
    }
    let group = definition(String(decoding: bytes[..<mark], as: UTF8.self))
    let key = bytes[(mark + 1)...]
    guard let group, group.isGroup,
      let member = try members(of: group).first(where: { $0.key.utf8.elementsEqual(key) })
    else { throw notFound(name) }
    return try stage(of: group, member)
  }

  private func stage(of group: StageDefinition, _ member: GroupMember) throws -> ResolvedStage {
    try resolved(group, name: "\(group.name)@\(member.key)", variables: member.variables)
  }

  private func definition(_ name: String) -> StageDefinition? {
    definitions.first { $0.name.utf8.elementsEqual(name.utf8) }
  }

  private func members(of group: StageDefinition) throws -> [GroupMember] {
    try group.members(in: variables.context, file: shownPath)
  }

  private func resolved(
    _ definition: StageDefinition, name: String, variables added: [(name: String, value: Value)]
  ) throws -> ResolvedStage {
    let resolution = StageResolution(
      name: name, definition: definition, file: path, source: source, options: options)
    return try resolution.stage(variables, adding: added)
  }

  private func notFound(_ name: String) -> StageNotFound {
    StageNotFound(name: name, file: shownPath)
  }
}

/// A pipeline file has no stage of that name.
package struct StageNotFound: UserFacingError {
  package var name: String
  /// As messages name it.
  package var file: String

  package var userError: CairnError {
    CairnError("Stage '\(name)' not found inside '\(file)' file")
  }
}

/// Throws when a `vars` list holds `${…}`, which it may not.
func refuseExpressions(in items: [Value]) throws(ResolutionProblem) {
  if items.contains(where: \.hasExpressions) { throw .interpolatesVariables }
}

extension Value {
  fileprivate var hasExpressions: Bool {
    switch self {
    case .string(let text): Template(text).hasExpressions
    case .array(let items): items.contains { $0.hasExpressions }
    case .map(let mapping):
      mapping.pairs.contains { Template($0.key).hasExpressions || $0.value.hasExpressions }
    default: false
    }
  }
}
