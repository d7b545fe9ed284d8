internal import Basics
internal import Formats
internal import SystemPackage

/// Loads what `vars` lists: parameter files, parts of them, and values given in place.
struct VariableLoader {
  private(set) var context = VariableContext()
  private let source: PipelineSource
  /// The files loaded so far: nil for a whole one, otherwise the keys taken from it.
  private var loaded: [FilePath: [String]?] = [:]

  init(source: PipelineSource) { self.source = source }

  static let defaultFile = "params.yaml"

  /// Loads `params.yaml` of `directory` when it is there.
  mutating func loadDefaultFile(in directory: FilePath) throws {
    let path = directory.resolving(Self.defaultFile)
    if try source.read(path) == .missing { return }
    try load(file: Self.defaultFile, keys: [], request: Self.defaultFile, in: directory)
  }

  /// Loads the items of a `vars` list of a file in `directory`.
  ///
  /// - Parameters:
  ///   - list: what errors call the list: `vars`, or `train.vars`.
  ///   - reserved: names that a stage of a group may not define.
  mutating func load(
    _ items: [Value], named list: String, in directory: FilePath, reserved: [String] = []
  ) throws {
    for (index, item) in items.enumerated() {
      switch item {
      case .string(let request): try load(request, in: directory, reserved: reserved)
      case .map(let values):
        try refuse(reserved, in: values, file: nil)
        try context.merge(values, from: "\(list)[\(index)]")
      default: break
      }
    }
  }

  /// Sets a variable over whatever had its name.
  mutating func set(_ name: String, to value: Value) throws {
    try context.set(name, to: value)
  }
}

extension VariableLoader {
  private mutating func load(
    _ request: String, in directory: FilePath, reserved: [String]
  ) throws {
    let parts = request.split(separator: ":", omittingEmptySubsequences: false)
    let file = String(parts[0])
    let keys = parts.dropFirst().joined(separator: ":").split(separator: ",").map(String.init)
    try load(file: file, keys: keys, request: request, in: directory, reserved: reserved)
  }

  private mutating func load(
    file: String, keys: [String], request: String, in directory: FilePath, reserved: [String] = []
  ) throws {
    let path = directory.resolving(file)
    guard try isNeeded(path, keys: keys, request: request) else { return }
    let name = source.display(path)
    let values = try selection(keys, of: try mapping(at: path), file: name)
    try refuse(reserved, in: values, file: name)
    try context.merge(values, from: name)
    remember(path, keys: keys)
  }

  /// Whether the file still has to be loaded; throws when it was, and in another way.
  private func isNeeded(
    _ path: FilePath, keys: [String], request: String
  ) throws(ResolutionProblem) -> Bool {
    guard let earlier = loaded[path] else { return true }
    guard let earlier else {
      if keys.isEmpty { return false }
      throw .alreadyLoaded(request)
    }
    let taken = earlier.contains { key in keys.contains { $0.utf8.elementsEqual(key.utf8) } }
    if keys.isEmpty || taken { throw .partiallyLoaded(request) }
    return true
  }

  private mutating func remember(_ path: FilePath, keys: [String]) {
    if keys.isEmpty {
      loaded[path] = .some(nil)
    } else {
      loaded[path] = ((loaded[path] ?? []) ?? []) + keys
    }
  }

  private func mapping(at path: FilePath) throws -> Value.Mapping {
    let name = source.display(path)
    switch try source.read(path) {
    case .missing: throw ResolutionProblem.missingFile(name)
    case .directory: throw ResolutionProblem.directory(name)
    case .bytes(let bytes):
      let document = try ParameterDocument(parsing: bytes, name: name)
      if let (key, type) = document.foreignTypes.first { throw unsupported(type, key, in: name) }
      switch document.value {
      case .map(let mapping): return mapping
      case let value where value.isFalsy: return Value.Mapping()
      case let value: throw ResolutionProblem.notAMapping(value.pythonTypeName, file: name)
      }
    }
  }

  private func selection(
    _ keys: [String], of values: Value.Mapping, file: String
  ) throws(ResolutionProblem) -> Value.Mapping {
    if keys.isEmpty { return values }
    var selected = Value.Mapping()
    for key in keys {
      guard let value = values[key] else { throw .missingKey(key, file: file) }
      selected[key] = value
    }
    return selected
  }

  private func refuse(
    _ reserved: [String], in values: Value.Mapping, file: String?
  ) throws(ResolutionProblem) {
    let taken = reserved.filter { values[$0] != nil }
    if !taken.isEmpty { throw .reservedKeys(taken, file: file) }
  }
}

extension Value {
  /// Whether Python takes the value for false.
  fileprivate var isFalsy: Bool {
    switch self {
    case .null, .bool(false), .integer(0): true
    case .float(let number): number == 0
    case .string(let text): text.isEmpty
    case .array(let items): items.isEmpty
    case .map(let mapping): mapping.isEmpty
    default: false
    }
  }
}

func unsupported(_ type: String, _ key: String, in origin: String) -> CairnError {
  unexpected("Unsupported value of type '\(type)' in '\(origin):\(key)'")
}
