extension Value {
  /// Whether Python takes the two for equal: `1 == 1.0`, `True == 1`, whatever the order of keys;
  /// not-a-number equals nothing.
  package func pythonEquals(_ other: Value) -> Bool {
    if let left = number, let right = other.number { return left.equals(right) }
    switch (self, other) {
    case (.null, .null): return true
    case (.string(let left), .string(let right)), (.timestamp(let left), .timestamp(let right)):
      return left.utf8.elementsEqual(right.utf8)
    case (.array(let left), .array(let right)):
      return left.count == right.count && zip(left, right).allSatisfy { $0.pythonEquals($1) }
    case (.map(let left), .map(let right)):
      return left.count == right.count
        && left.pairs.allSatisfy { right[$0.key]?.pythonEquals($0.value) == true }
    default: return false
    }
  }

  private var number: PythonNumber? {
    switch self {
    case .bool(let flag): .integer(flag ? 1 : 0)
    case .integer(let number): .integer(number)
    case .bigInteger(let digits): .bigInteger(digits)
    case .float(let number): .float(number)
    default: nil
    }
  }
}

private enum PythonNumber {
  case integer(Int)
  case bigInteger(String)
  case float(Double)

  func equals(_ other: PythonNumber) -> Bool {
    switch (self, other) {
    case (.integer(let left), .integer(let right)): left == right
    case (.bigInteger(let left), .bigInteger(let right)): left == right
    case (.float(let left), .float(let right)): left == right
    case (.integer(let left), .float(let right)), (.float(let right), .integer(let left)):
      Int(exactly: right) == left
    case (.bigInteger(let left), .float(let right)), (.float(let right), .bigInteger(let left)):
      Double(left) == right
    default: false
    }
  }
}
