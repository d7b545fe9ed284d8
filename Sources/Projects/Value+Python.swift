import Formats

extension Value {
  /// Whether Python's `==` takes both for equal: numbers of any type by their value, booleans as 0 and 1.
  func equalsInPython(_ other: Value) -> Bool {
    if let (left, right) = Self.bothNumbers(self, other) { return left == right }
    switch (self, other) {
    case (.array(let left), .array(let right)):
      return left.count == right.count && zip(left, right).allSatisfy { $0.equalsInPython($1) }
    case (.map(let left), .map(let right)):
      return left.count == right.count
        && left.pairs.allSatisfy { key, value in right[key].map(value.equalsInPython) ?? false }
    default: return self == other
    }
  }

  private static func bothNumbers(_ left: Value, _ right: Value) -> (Double, Double)? {
    if case .integer = left, case .integer = right { return nil }
    guard let left = left.number, let right = right.number else { return nil }
    return (left, right)
  }

  private var number: Double? {
    switch self {
    case .bool(let flag): flag ? 1 : 0
    case .integer(let number): Double(number)
    case .float(let number): number
    default: nil
    }
  }
}
