internal import Basics
internal import Formats

/// One entry of `stages` before anything is resolved.
struct StageDefinition {
  enum Shape {
    case plain
    /// One stage for each item or key of a collection.
    case foreach(Value)
    /// One stage for each combination of values.
    case matrix(Value.Mapping)
  }

  let name: String
  let shape: Shape
  /// The keys of the stage itself: of `do` where there is one, without `matrix`.
  let body: Value.Mapping

  init(name: String, reading entry: Value.Mapping) {
    self.name = name
    if let items = entry["foreach"], let body = entry["do"]?.map {
      shape = .foreach(items)
      self.body = body
    } else if let axes = entry["matrix"]?.map {
      var body = entry
      body["matrix"] = nil
      shape = .matrix(axes)
      self.body = body
    } else {
      shape = .plain
      body = entry
    }
  }

  var isGroup: Bool {
    if case .plain = shape { false } else { true }
  }
}

/// One stage of a group: what stands after `@` in its name, and the variables it adds.
struct GroupMember {
  let key: String
  /// `item`, and `key` where the group has keys.
  let variables: [(name: String, value: Value)]
}

extension StageDefinition {
  /// The stages of a group in the order of the file; of equal names the last one counts, in the
  /// place of the first. None for a plain stage.
  ///
  /// - Parameter file: the pipeline file as errors name it.
  func members(in context: VariableContext, file: String) throws -> [GroupMember] {
    let members: [GroupMember]
    switch shape {
    case .plain: return []
    case .foreach(let items):
      members = try locatingProblems("'stages.\(name).foreach'", in: file) {
        try foreachMembers(Interpolation(context).resolve(items), file: file)
      }
    case .matrix(let axes):
      members = try locatingProblems("'stages.\(name).matrix'", in: file) {
        try matrixMembers(axes, Interpolation(context))
      }
    }
    if members.contains(where: { $0.key.isEmpty }) { throw unexpected("") }
    return uniqueByKey(members)
  }

  private func foreachMembers(_ items: Value, file: String) throws -> [GroupMember] {
    switch items {
    case .map(let mapping):
      return mapping.pairs.map { key, value in
        let name = splicedText(mapping.keyValue(for: key))
        return GroupMember(key: name, variables: [("item", value), ("key", .string(name))])
      }
    case .array(let items):
      let areScalars = !items.contains(where: \.isCollection)
      return items.enumerated().map { index, item in
        let key = areScalars ? splicedText(item) : "\(index)"
        return GroupMember(key: key, variables: [("item", item)])
      }
    default:
      throw CairnError(
        "failed to resolve 'stages.\(name).foreach' in '\(file)': "
          + "expected list/dictionary, got \(items.pythonTypeName)")
    }
  }

  private func matrixMembers(
    _ axes: Value.Mapping, _ interpolation: Interpolation
  ) throws -> [GroupMember] {
    if axes.isEmpty { throw unexpected("") }
    var combinations: [(fragments: [String], item: Value.Mapping)] = [([], Value.Mapping())]
    for (key, values) in axes.pairs {
      let axis = try interpolation.key(key)
      let choices = try axisValues(values, interpolation)
      combinations = combinations.flatMap { combination in
        choices.enumerated().map { index, choice in
          var item = combination.item
          item[axis] = choice
          let fragment = choice.isCollection ? "\(axis)\(index)" : splicedText(choice)
          return (combination.fragments + [fragment], item)
        }
      }
    }
    return combinations.map { fragments, item in
      let key = fragments.joined(separator: "-")
      return GroupMember(key: key, variables: [("key", .string(key)), ("item", .map(item))])
    }
  }

  /// The values along an axis: those of a list, the keys of a mapping, the characters of a string.
  private func axisValues(_ values: Value, _ interpolation: Interpolation) throws -> [Value] {
    let resolved = try interpolation.resolve(values)
    switch resolved {
    case .array(let items): return items
    case .map(let mapping): return mapping.keys.map(Value.string)
    case .string(let text) where Template(values.string ?? "").soleExpression == nil:
      return text.unicodeScalars.map { .string(String($0)) }
    default: throw unexpected("'Value' object is not iterable")
    }
  }
}

private func uniqueByKey(_ members: [GroupMember]) -> [GroupMember] {
  var positions: [[UInt8]: Int] = [:]
  var unique: [GroupMember] = []
  for member in members {
    let key = Array(member.key.utf8)
    if let position = positions[key] {
      unique[position] = member
    } else {
      positions[key] = unique.count
      unique.append(member)
    }
  }
  return unique
}

extension Value {
  var isCollection: Bool {
    switch self {
    case .array, .map: true
    default: false
    }
  }
}
