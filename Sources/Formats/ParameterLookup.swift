extension Value {
  /// The values that a dotted name leads to, in document order.
  ///
  /// Each part may be a shell pattern (`*`, `?`, `[a-z]`), and `**` stands for any number of parts; a
  /// part that meets a list is an index, which may count from the end (`-1`). Blank parts match
  /// blank keys; leading dots do not count.
  package func values(at name: String) -> [Value] {
    let bytes = name.utf8.drop { $0 == UInt8(ascii: ".") }
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return values(at: parts.map { KeyPattern(String(decoding: $0, as: UTF8.self)) }[...])
  }

  private func values(at patterns: ArraySlice<KeyPattern>) -> [Value] {
    guard let pattern = patterns.first else { return [self] }
    let rest = patterns.dropFirst()
    if pattern.isAnyDepth {
      return values(at: rest) + children.flatMap { $0.value.values(at: patterns) }
    }
    return children.filter { child in child.names.contains(where: pattern.matches) }
      .flatMap { $0.value.values(at: rest) }
  }

  /// What is inside, each with the names it goes by.
  private var children: [(names: [String], value: Value)] {
    switch self {
    case .map(let mapping): mapping.pairs.map { ([$0.key], $0.value) }
    case .array(let items):
      items.enumerated().map { (["\($0)", "\($0 - items.count)"], $1) }
    default: []
    }
  }
}

/// A shell pattern as Python's `fnmatch` reads it, for one part of a dotted name.
private struct KeyPattern {
  private enum Element {
    case one(Unicode.Scalar)
    case anyOne
    case anyRun
    case set([ClosedRange<Unicode.Scalar>], isNegated: Bool)
  }

  let isAnyDepth: Bool
  private let elements: [Element]

  init(_ text: String) {
    isAnyDepth = text.utf8.elementsEqual("**".utf8)
    var rest = Array(text.unicodeScalars)[...]
    var elements: [Element] = []
    while let scalar = rest.popFirst() {
      switch scalar {
      case "?": elements.append(.anyOne)
      case "*": elements.append(.anyRun)
      case "[": elements.append(Self.set(&rest) ?? .one("["))
      default: elements.append(.one(scalar))
      }
    }
    self.elements = elements
  }

  /// Reads `abc]`, `!abc]` or `a-z]`; takes nothing when the bracket is not closed.
  private static func set(_ rest: inout ArraySlice<Unicode.Scalar>) -> Element? {
    var body = rest
    let isNegated = body.first == "!"
    if isNegated { body.removeFirst() }
    guard let end = body.dropFirst().firstIndex(of: "]") else { return nil }
    rest = rest[(end + 1)...]
    body = body[..<end]
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    while let low = body.popFirst() {
      if body.first == "-", body.count > 1 {
        let high = body[body.startIndex + 1]
        if low <= high { ranges.append(low...high) }
        body.removeFirst(2)
      } else {
        ranges.append(low...low)
      }
    }
    return .set(ranges, isNegated: isNegated)
  }

  func matches(_ name: String) -> Bool {
    matches(Array(name.unicodeScalars)[...], elements[...])
  }

  private func matches(
    _ name: ArraySlice<Unicode.Scalar>, _ elements: ArraySlice<Element>
  ) -> Bool {
    guard let element = elements.first else { return name.isEmpty }
    let rest = elements.dropFirst()
    if case .anyRun = element {
      return (name.startIndex...name.endIndex).contains { matches(name[$0...], rest) }
    }
    guard let scalar = name.first, accepts(scalar, element) else { return false }
    return matches(name.dropFirst(), rest)
  }

  private func accepts(_ scalar: Unicode.Scalar, _ element: Element) -> Bool {
    switch element {
    case .one(let wanted): scalar == wanted
    case .anyOne, .anyRun: true
    case .set(let ranges, let isNegated): ranges.contains { $0.contains(scalar) } != isNegated
    }
  }
}
