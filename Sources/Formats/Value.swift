/// What a YAML, JSON or TOML document says, without how it is written.
///
/// Equality is exact: strings by their bytes (never by Unicode's canonical equivalence), mappings by
/// keys and values without regard to order.
package enum Value: Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  /// An integer that does not fit `Int`, in decimal digits with an optional `-`.
  case bigInteger(String)
  case float(Double)
  case string(String)
  /// A YAML 1.2 timestamp or a TOML date, as written.
  case timestamp(String)
  case array([Value])
  case map(Mapping)

  /// Key-value pairs in document order, with unique keys compared by their bytes.
  package struct Mapping: Sendable {
    package private(set) var pairs: [(key: String, value: Value)] = []
    /// Where each key is, once there are too many to look through.
    private var positions: [[UInt8]: Int]?
    /// What keys that are not strings are (`1: a`), by their text.
    private var typedKeys: [[UInt8]: Value]?

    package init() {}

    package init(_ pairs: KeyValuePairs<String, Value>) {
      for (key, value) in pairs { self[key] = value }
    }

    package var keys: [String] { pairs.map(\.key) }
    package var isEmpty: Bool { pairs.isEmpty }
    package var count: Int { pairs.count }

    /// Reads; replaces in place; appends a new key; removes with nil.
    package subscript(key: String) -> Value? {
      get { index(of: key).map { pairs[$0].value } }
      set {
        switch (index(of: key), newValue) {
        case (let index?, let value?): pairs[index].value = value
        case (nil, let value?): append(key, value)
        case (let index?, nil): remove(at: index)
        case (nil, nil): break
        }
      }
    }

    /// What the key of `text` is in the document: a string, unless it was written as a number or
    /// another scalar.
    package func keyValue(for text: String) -> Value {
      typedKeys?[Array(text.utf8)] ?? .string(text)
    }

    /// Sets the value of a key that is not a string, known by its text from here on.
    package mutating func set(_ value: Value, forKey text: String, typed key: Value) {
      self[text] = value
      typedKeys = typedKeys ?? [:]
      typedKeys?[Array(text.utf8)] = key
    }

    private static let fewKeys = 8

    private func index(of key: String) -> Int? {
      if let positions { return positions[Array(key.utf8)] }
      return pairs.firstIndex { $0.key.utf8.elementsEqual(key.utf8) }
    }

    private mutating func append(_ key: String, _ value: Value) {
      positions?[Array(key.utf8)] = pairs.count
      pairs.append((key, value))
      if positions == nil, pairs.count > Self.fewKeys { indexKeys() }
    }

    private mutating func remove(at index: Int) {
      let key = pairs.remove(at: index).key
      typedKeys?[Array(key.utf8)] = nil
      if positions != nil { indexKeys() }
    }

    private mutating func indexKeys() {
      var index = [[UInt8]: Int](minimumCapacity: pairs.count * 2)
      for (position, pair) in pairs.enumerated() { index[Array(pair.key.utf8)] = position }
      positions = index
    }
  }
}

extension Value {
  package var string: String? { if case .string(let text) = self { text } else { nil } }
  package var bool: Bool? { if case .bool(let flag) = self { flag } else { nil } }
  package var integer: Int? { if case .integer(let number) = self { number } else { nil } }
  package var array: [Value]? { if case .array(let items) = self { items } else { nil } }
  package var map: Mapping? { if case .map(let mapping) = self { mapping } else { nil } }
  package var isNull: Bool { if case .null = self { true } else { false } }
}

extension Value: Equatable {
  package static func == (left: Value, right: Value) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.integer(let a), .integer(let b)): a == b
    case (.bigInteger(let a), .bigInteger(let b)): a == b
    case (.float(let a), .float(let b)): a == b || (a.isNaN && b.isNaN)
    case (.string(let a), .string(let b)): a.utf8.elementsEqual(b.utf8)
    case (.timestamp(let a), .timestamp(let b)): a == b
    case (.array(let a), .array(let b)): a == b
    case (.map(let a), .map(let b)): a == b
    default: false
    }
  }
}

extension Value.Mapping: Equatable {
  package static func == (left: Value.Mapping, right: Value.Mapping) -> Bool {
    left.count == right.count && left.pairs.allSatisfy { right[$0.key] == $0.value }
  }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(stringLiteral text: String) { self = .string(text) }
  package init(integerLiteral number: Int) { self = .integer(number) }
  package init(booleanLiteral flag: Bool) { self = .bool(flag) }
  package init(arrayLiteral items: Value...) { self = .array(items) }
  package init(dictionaryLiteral pairs: (String, Value)...) {
    var mapping = Mapping()
    for (key, value) in pairs { mapping[key] = value }
    self = .map(mapping)
  }
}

extension Value.Mapping: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral pairs: (String, Value)...) {
    self.init()
    for (key, value) in pairs { self[key] = value }
  }
}
