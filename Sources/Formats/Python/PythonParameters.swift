/// What a Python file assigns to names: literals at the top, in classes, and to `self` in `__init__`.
///
/// Only what could hold a parameter is read. A mistake in the grammar elsewhere goes unnoticed, unless
/// brackets, quotes or indentation show it.
struct PythonParameters {
  private(set) var values = Value.Mapping()
  private(set) var foreignTypes: [(key: String, type: String)] = []

  init(parsing bytes: [UInt8]) throws(PythonSyntaxError) {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw PythonSyntaxError() }
    var lexer = PythonLexer(bytes)
    let statements = try lexer.run()
    try PythonBlocks.check(statements)
    read(statements[...])
  }

  private init() {}

  private mutating func read(_ statements: ArraySlice<PythonStatement>, onlySelf: Bool = false) {
    var rest = statements
    while let statement = rest.popFirst() {
      let block = PythonBlocks.block(of: statement, in: &rest)
      let words = statement.tokens.prefix(2).map(\.text)
      switch words {
      case ["class", words.last ?? ""]: readClass(words[1], block)
      case ["def", "__init__"]: merge(Self.reading(block, onlySelf: true))
      default: assign(statement.tokens, onlySelf: onlySelf)
      }
    }
  }

  private static func reading(
    _ block: ArraySlice<PythonStatement>, onlySelf: Bool = false
  ) -> PythonParameters {
    var inner = PythonParameters()
    inner.read(block, onlySelf: onlySelf)
    return inner
  }

  private mutating func readClass(_ name: String, _ block: ArraySlice<PythonStatement>) {
    let inner = Self.reading(block)
    set(name, .map(inner.values), inner.foreignTypes.map { ("\(name).\($0.key)", $0.type) })
  }

  private mutating func merge(_ other: PythonParameters) {
    for (name, value) in other.values.pairs {
      let types = other.foreignTypes.filter { $0.key == name || $0.key.hasPrefix("\(name).") }
      set(name, value, types)
    }
  }

  private mutating func set(
    _ name: String, _ value: Value, _ types: [(key: String, type: String)]
  ) {
    foreignTypes.removeAll { $0.key == name || $0.key.hasPrefix("\(name).") }
    foreignTypes += types
    values[name] = value
  }

  /// `name = literal`, `name: type = literal` or `self.name = literal`; anything else has no effect.
  private mutating func assign(_ tokens: [PythonToken], onlySelf: Bool) {
    let equals = PythonBlocks.topLevel("=", in: tokens)
    guard equals.count == 1, let target = Self.target(tokens[..<equals[0]], onlySelf: onlySelf),
      let literal = PythonLiteral(tokens[(equals[0] + 1)...])
    else { return }
    let types = literal.foreignTypes.map {
      ($0.path.isEmpty ? target : "\(target).\($0.path)", $0.type)
    }
    set(target, literal.value, types)
  }

  private static func target(_ tokens: ArraySlice<PythonToken>, onlySelf: Bool) -> String? {
    let colon = tokens.firstIndex { $0.isSymbol(":") } ?? tokens.endIndex
    let target = Array(tokens[..<colon])
    if target.count == 1, target[0].kind == .name, !onlySelf { return target[0].text }
    guard target.count == 3, target[0].isName("self"), target[1].isSymbol("."),
      target[2].kind == .name
    else { return nil }
    return target[2].text
  }
}

/// How statements form blocks.
enum PythonBlocks {
  /// Takes the statements that belong to `statement`.
  static func block(
    of statement: PythonStatement, in rest: inout ArraySlice<PythonStatement>
  ) -> ArraySlice<PythonStatement> {
    guard statement.opensBlock else { return [] }
    let isSameLine = rest.first?.continuesLine == true
    let block = rest.prefix {
      isSameLine ? $0.continuesLine : $0.indentation > statement.indentation
    }
    rest = rest.dropFirst(block.count)
    return block
  }

  /// Whether every block is there and indented alike.
  static func check(_ statements: [PythonStatement]) throws(PythonSyntaxError) {
    var levels = [0]
    var expectsBlock = false
    for statement in statements {
      if statement.continuesLine {
        expectsBlock = statement.opensBlock
        continue
      }
      if expectsBlock {
        guard statement.indentation > levels[levels.count - 1] else { throw PythonSyntaxError() }
        levels.append(statement.indentation)
      }
      while let level = levels.last, level > statement.indentation { levels.removeLast() }
      guard levels.last == statement.indentation else { throw PythonSyntaxError() }
      expectsBlock = statement.opensBlock
    }
    if expectsBlock { throw PythonSyntaxError() }
  }

  /// Where `symbol` stands outside all brackets.
  static func topLevel(_ symbol: String, in tokens: [PythonToken]) -> [Int] {
    var depth = 0
    return tokens.indices.filter { index in
      guard tokens[index].kind == .symbol else { return false }
      if ["(", "[", "{"].contains(tokens[index].text) { depth += 1 }
      if [")", "]", "}"].contains(tokens[index].text) { depth -= 1 }
      return depth == 0 && tokens[index].text == symbol
    }
  }
}
