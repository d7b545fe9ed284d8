internal import Formats

/// Replaces the `${…}` of a part of a pipeline file by the values of variables.
struct Interpolation {
  /// What a list or a mapping may stand for.
  enum Collections {
    /// Nothing: it is an error.
    case refused
    /// Command line options, as in `cmd`.
    case options
    /// Itself, as in `foreach` and at the top level of the file.
    case kept
  }

  let context: VariableContext
  let collections: Collections
  let options: ExpansionOptions

  init(
    _ context: VariableContext, collections: Collections = .kept,
    options: ExpansionOptions = ExpansionOptions()
  ) {
    self.context = context
    self.collections = collections
    self.options = options
  }

  /// `value` with the expressions in all its strings and keys replaced.
  func resolve(_ value: Value) throws -> Value {
    switch value {
    case .string(let text): return try resolve(text)
    case .array(let items): return .array(try items.map(resolve))
    case .map(let mapping): return .map(try resolve(mapping))
    default: return value
    }
  }

  func resolve(_ mapping: Value.Mapping) throws -> Value.Mapping {
    var resolved = Value.Mapping()
    for (key, value) in mapping.pairs {
      let typed = mapping.keyValue(for: key)
      if case .string(let text) = typed {
        resolved[try self.key(text)] = try resolve(value)
      } else {
        resolved.set(try resolve(value), forKey: key, typed: typed)
      }
    }
    return resolved
  }

  private func resolve(_ text: String) throws -> Value {
    let template = Template(text)
    guard let source = template.soleExpression else { return .string(try splice(template)) }
    let value = try context.value(of: Expression(parsing: source))
    switch (value, collections) {
    case (.map, .refused), (.array, .refused), (.array, .options):
      throw ResolutionProblem.cannotInterpolate(value.pythonTypeName)
    default: return value
    }
  }

  /// The text of a key with its expressions replaced.
  func key(_ text: String) throws -> String {
    let value = try resolve(text)
    switch value {
    case .map: throw unexpected("unhashable type: 'CtxDict'")
    case .array: throw unexpected("unhashable type: 'CtxList'")
    default: return splicedText(value)
    }
  }

  /// Checks all expressions before any is looked up, as DVC does.
  private func splice(_ template: Template) throws -> String {
    let pieces = try template.pieces.map { piece -> (text: String, expression: Expression?) in
      switch piece {
      case .text(let text): (text, nil)
      case .expression(let source): ("", try Expression(parsing: source))
      }
    }
    let texts = try pieces.map { text, expression in
      try expression.map { try spliced(context.value(of: $0)) } ?? text
    }
    return Template.unescaped(texts.joined())
  }

  private func spliced(_ value: Value) throws(ResolutionProblem) -> String {
    switch (value, collections) {
    case (.map(let mapping), .options), (.map(let mapping), .kept):
      return try options.commandLine(for: mapping)
    case (.array, .kept): return value.pythonText
    case (.map, .refused), (.array, .refused), (.array, .options):
      throw .cannotInterpolate(value.pythonTypeName)
    default: return splicedText(value)
    }
  }
}

/// A scalar as it stands in the middle of a string: booleans as YAML writes them, the rest as Python.
func splicedText(_ value: Value) -> String {
  if case .bool(let flag) = value { flag ? "true" : "false" } else { value.pythonText }
}
