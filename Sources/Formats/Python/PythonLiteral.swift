/// A value written out in Python source: what `ast.literal_eval` takes.
struct PythonLiteral {
  /// Tuples and sets are arrays.
  var value: Value
  /// The types that other documents do not know, with the dotted path to each below the value.
  var foreignTypes: [(path: String, type: String)] = []

  /// Reads all of `tokens`; nil when they are something else than a literal.
  init?(_ tokens: ArraySlice<PythonToken>) {
    var parser = PythonLiteralParser(tokens)
    guard let literal = parser.expressionList(), parser.isAtEnd else { return nil }
    self = literal
  }

  init(_ value: Value) {
    self.value = value
  }

  /// A sequence of `type`.
  init(_ items: [PythonLiteral], _ type: String) {
    value = .array(items.map(\.value))
    if type != "list" { foreignTypes = [("", type)] }
    for (index, item) in items.enumerated() { add(item.foreignTypes, below: "\(index)") }
  }

  mutating func add(_ types: [(path: String, type: String)], below name: String) {
    foreignTypes += types.map { ($0.path.isEmpty ? name : "\(name).\($0.path)", $0.type) }
  }
}

private struct PythonLiteralParser {
  private static let deepest = 200

  private var rest: ArraySlice<PythonToken>
  private var depth = 0

  init(_ tokens: ArraySlice<PythonToken>) {
    rest = tokens
  }

  var isAtEnd: Bool { rest.isEmpty }

  /// One expression, or a tuple without parentheses.
  mutating func expressionList() -> PythonLiteral? {
    guard let first = expression() else { return nil }
    guard take(",") else { return first }
    var items = [first]
    while !rest.isEmpty {
      guard let item = expression() else { return nil }
      items.append(item)
      if !rest.isEmpty, !take(",") { return nil }
    }
    return PythonLiteral(items, "tuple")
  }

  private mutating func take(_ symbol: String) -> Bool {
    guard let token = rest.first, token.isSymbol(symbol) else { return false }
    rest = rest.dropFirst()
    return true
  }

  private mutating func expression() -> PythonLiteral? {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest, let token = rest.popFirst() else { return nil }
    switch token.kind {
    case .string: return string(token)
    case .number: return pythonNumber(token.text).map { PythonLiteral($0) }
    case .name: return constant(token.text)
    case .symbol: return symbol(token.text)
    }
  }

  private mutating func string(_ first: PythonToken) -> PythonLiteral? {
    guard var text = pythonString(first.text) else { return nil }
    while let next = rest.first, next.kind == .string {
      guard let more = pythonString(next.text) else { return nil }
      text += more
      rest = rest.dropFirst()
    }
    return PythonLiteral(.string(text))
  }

  private mutating func constant(_ name: String) -> PythonLiteral? {
    switch name {
    case "True": return PythonLiteral(.bool(true))
    case "False": return PythonLiteral(.bool(false))
    case "None": return PythonLiteral(.null)
    case "set": return take("(") && take(")") ? PythonLiteral([], "set") : nil
    default: return nil
    }
  }

  private mutating func symbol(_ symbol: String) -> PythonLiteral? {
    switch symbol {
    case "(": return parenthesised()
    case "[": return items(until: "]").map { PythonLiteral($0.items, "list") }
    case "{": return braces()
    case "-", "+": return signed(symbol)
    default: return nil
    }
  }

  private mutating func signed(_ sign: String) -> PythonLiteral? {
    guard let operand = expression() else { return nil }
    switch operand.value {
    case .integer, .bigInteger, .float:
      return sign == "-" ? operand.value.negated.map { PythonLiteral($0) } : operand
    default: return nil
    }
  }

  /// Expressions with commas between, and whether a comma came last.
  private mutating func items(until end: String) -> (items: [PythonLiteral], endsWithComma: Bool)? {
    var items: [PythonLiteral] = []
    var endsWithComma = false
    while !take(end) {
      guard items.isEmpty || endsWithComma, let item = expression() else { return nil }
      items.append(item)
      endsWithComma = take(",")
    }
    return (items, endsWithComma)
  }

  private mutating func parenthesised() -> PythonLiteral? {
    guard let (items, endsWithComma) = items(until: ")") else { return nil }
    if items.count == 1, !endsWithComma { return items[0] }
    return PythonLiteral(items, "tuple")
  }

  /// A dictionary, or a set.
  private mutating func braces() -> PythonLiteral? {
    if take("}") { return PythonLiteral(.map(Value.Mapping())) }
    let start = rest
    guard expression() != nil else { return nil }
    let isDictionary = rest.first?.isSymbol(":") == true
    rest = start
    if isDictionary { return dictionary() }
    return items(until: "}").map { PythonLiteral($0.items, "set") }
  }

  private mutating func dictionary() -> PythonLiteral? {
    var mapping = Value.Mapping()
    var literal = PythonLiteral(.map(mapping))
    repeat {
      if rest.first?.isSymbol("}") == true { break }
      guard let key = expression(), let name = key.value.keyText, take(":"),
        let value = expression()
      else { return nil }
      if case .string = key.value {
        mapping[name] = value.value
      } else {
        mapping.set(value.value, forKey: name, typed: key.value)
      }
      literal.add(value.foreignTypes, below: name)
    } while take(",")
    guard take("}") else { return nil }
    literal.value = .map(mapping)
    return literal
  }
}

extension Value {
  fileprivate var negated: Value? {
    switch self {
    case .integer(let number): .integer(-number)
    case .bigInteger(let digits):
      digits == "9223372036854775808" ? .integer(.min) : .bigInteger("-\(digits)")
    case .float(let number): .float(-number)
    default: nil
    }
  }

  /// The text of a scalar that is a key.
  fileprivate var keyText: String? {
    switch self {
    case .string(let text): text
    case .integer(let number): "\(number)"
    case .bigInteger(let digits): digits
    case .float(let number): pythonRepr(number)
    case .bool(let flag): flag ? "True" : "False"
    case .null: "None"
    case .timestamp, .array, .map: nil
    }
  }
}

/// A number of Python source; nil for an imaginary one, and for what is none.
func pythonNumber(_ word: String) -> Value? {
  let text = word.lowercased()
  for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where text.hasPrefix(prefix) {
    return unsignedInteger(Array(text.utf8)[2...], radix: radix).map(Value.integer)
  }
  guard let plain = withoutUnderscores(Array(text.utf8)[...]) else { return nil }
  let digits = String(decoding: plain, as: UTF8.self)
  guard plain.allSatisfy(isDigit) else { return pythonFloat(digits).map(Value.float) }
  let significant = plain.drop { $0 == UInt8(ascii: "0") }
  if significant.count < plain.count { return significant.isEmpty ? .integer(0) : nil }
  return Int(digits).map(Value.integer) ?? .bigInteger(digits)
}
