/// What a document must look like, checked with DVC's rules and worded as DVC words it.
package indirect enum Schema: Sendable {
  /// Anything, null too.
  case any
  case null
  case string
  /// An integer; a boolean is taken too, as Python does.
  case integer
  case boolean
  /// A list of whatever items.
  case list
  /// A mapping of whatever keys.
  case dictionary
  /// The string, and nothing else; with what to say when it is not.
  case exactly(String, message: String)
  /// Nothing, or the text of a hash: at least three characters.
  case hash
  /// A mapping that may have these keys only.
  case mapping([Field])
  /// A mapping from strings to values that fit one schema.
  case keyed(Schema)
  /// A list whose items each fit one of the schemas.
  case items([Schema])
  /// What fits one of the schemas. Of the complaints, the one that got deepest is reported; of
  /// equals, the first.
  case oneOf([Schema])
  /// What fits the schema and has no more elements than that.
  case atMost(Int, Schema)
  /// What fits the schema that the value itself calls for.
  case chosen(@Sendable (Value) -> Schema)

  /// A key of a mapping.
  package struct Field: Sendable {
    package var key: String
    package var schema: Schema
    package var isRequired: Bool
  }

  /// A key that may be there.
  package static func optional(_ key: String, _ schema: Schema) -> Field {
    Field(key: key, schema: schema, isRequired: false)
  }

  /// A key that must be there.
  package static func required(_ key: String, _ schema: Schema) -> Field {
    Field(key: key, schema: schema, isRequired: true)
  }

  /// One thing that does not fit.
  package struct Complaint: Sendable, Equatable {
    /// From the root of the document to what is wrong, or missing.
    package var path: [YAMLPathStep]
    package var message: String

    package init(path: [YAMLPathStep], message: String) {
      self.path = path
      self.message = message
    }
  }

  /// All that is wrong with `value`, in document order; missing keys after the wrong ones of their
  /// mapping.
  package func complaints(about value: Value) -> [Complaint] {
    check(value, [])
  }
}

extension Schema {
  private func check(_ value: Value, _ path: [YAMLPathStep]) -> [Complaint] {
    let fits: Bool
    switch self {
    case .any: return []
    case .null: fits = value.isNull
    case .hash: fits = value.isHashText
    case .string: fits = value.string != nil
    case .integer: fits = value.isPythonInteger
    case .boolean: fits = value.bool != nil
    case .list: fits = value.array != nil
    case .dictionary: fits = value.map != nil
    case .exactly(let text, _): fits = value == .string(text)
    case .mapping(let fields): return check(value, fields, path)
    case .keyed(let schema): return check(value, keyed: schema, path)
    case .items(let schemas): return check(value, itemsOf: schemas, path)
    case .oneOf(let schemas): return check(value, oneOf: schemas, path)
    case .atMost(let count, let schema): return check(value, atMost: count, schema, path)
    case .chosen(let choice): return choice(value).check(value, path)
    }
    return fits ? [] : [Complaint(path: path, message: expectation)]
  }

  private var expectation: String {
    switch self {
    case .string: "expected str"
    case .integer: "expected int"
    case .boolean: "expected bool"
    case .list: "expected list"
    case .dictionary: "expected dict"
    case .exactly(_, let message): message
    default: "not a valid value"
    }
  }

  private func check(_ value: Value, _ fields: [Field], _ path: [YAMLPathStep]) -> [Complaint] {
    guard let mapping = value.map else { return [Complaint(path: path, message: Self.noMapping)] }
    var complaints: [Complaint] = []
    for (key, value) in mapping.pairs {
      let path = path + [.key(key)]
      let isText = mapping.keyValue(for: key).string != nil
      if isText, let field = fields.first(where: { $0.key.utf8.elementsEqual(key.utf8) }) {
        complaints += field.schema.check(value, path)
      } else {
        complaints.append(Complaint(path: path, message: "extra keys not allowed"))
      }
    }
    for field in fields where field.isRequired && mapping[field.key] == nil {
      complaints.append(
        Complaint(path: path + [.key(field.key)], message: "required key not provided"))
    }
    return complaints
  }

  private func check(_ value: Value, keyed schema: Schema, _ path: [YAMLPathStep]) -> [Complaint] {
    guard let mapping = value.map else { return [Complaint(path: path, message: Self.noMapping)] }
    return mapping.pairs.flatMap { key, value in
      let path = path + [.key(key)]
      let isText = mapping.keyValue(for: key).string != nil
      return isText
        ? schema.check(value, path) : [Complaint(path: path, message: "expected str")]
    }
  }

  /// A complaint from within an item ends the check of the list, as in DVC.
  private func check(
    _ value: Value, itemsOf schemas: [Schema], _ path: [YAMLPathStep]
  ) -> [Complaint] {
    guard let items = value.array else {
      return [Complaint(path: path, message: "expected a list")]
    }
    var complaints: [Complaint] = []
    for (index, item) in items.enumerated() {
      let itemPath = path + [.index(index)]
      var last: [Complaint] = []
      for schema in schemas {
        last = schema.check(item, itemPath)
        guard let first = last.first else { break }
        if first.path.count > itemPath.count { return last }
      }
      complaints += last
    }
    return complaints
  }

  private func check(
    _ value: Value, oneOf schemas: [Schema], _ path: [YAMLPathStep]
  ) -> [Complaint] {
    var deepest: [Complaint] = []
    for schema in schemas {
      let complaints = schema.check(value, path)
      guard let first = complaints.first else { return [] }
      if first.path.count > deepest.first?.path.count ?? -1 { deepest = complaints }
    }
    return deepest
  }

  private func check(
    _ value: Value, atMost count: Int, _ schema: Schema, _ path: [YAMLPathStep]
  ) -> [Complaint] {
    let complaints = schema.check(value, path)
    guard complaints.isEmpty, (value.map?.count ?? value.array?.count ?? 0) > count else {
      return complaints
    }
    return [Complaint(path: path, message: "length of value must be at most \(count)")]
  }

  private static let noMapping = "expected a dictionary"
}

extension Value {
  fileprivate var isPythonInteger: Bool {
    switch self {
    case .integer, .bigInteger, .bool: true
    default: false
    }
  }

  /// Whether it can be a hash: null, empty, or at least three characters or digits.
  fileprivate var isHashText: Bool {
    switch self {
    case .null: true
    case .string(let text): text.isEmpty || text.unicodeScalars.count >= 3
    case .integer, .bigInteger, .bool: pythonText.utf8.count >= 3
    default: false
    }
  }
}
