extension Value {
  /// The value of a scalar: by its tag if it has one, else by how it is written.
  ///
  /// Nil when the text is not what it must be (`!!int x`).
  init?(scalar text: String, style: YAMLScalarStyle, tag: String?) {
    guard let tag else {
      self.init(untagged: text, style)
      return
    }
    switch tag {
    case YAMLTag.string, YAMLTag.binary: self = .string(text)
    case YAMLTag.null: self = .null
    case YAMLTag.timestamp: self = .timestamp(text)
    case YAMLTag.integer:
      guard let number = Value(yamlInteger: text) else { return nil }
      self = number
    case YAMLTag.float:
      guard let number = Double(yaml: text) else { return nil }
      self = .float(number)
    case YAMLTag.bool:
      guard let flag = Self.flags[text.lowercased()] else { return nil }
      self = .bool(flag)
    default: return nil
    }
  }

  private init(untagged text: String, _ style: YAMLScalarStyle) {
    guard style == .plain else {
      self = .string(text)
      return
    }
    switch YAMLScalarKind(text.utf8) {
    case .null: self = .null
    case .bool: self = .bool(text.utf8.first.map { $0 | 0x20 } == UInt8(ascii: "t"))
    case .integer: self = Value(yamlInteger: text) ?? .string(text)
    case .float: self = Double(yaml: text).map(Value.float) ?? .string(text)
    case .timestamp: self = .timestamp(text)
    case .merge, .value, .string: self = .string(text)
    }
  }

  private static let flags = [
    "yes": true, "y": true, "on": true, "true": true,
    "no": false, "n": false, "off": false, "false": false,
  ]

  /// Reads `[-+]` and decimal digits, `0b…`, `0o…` or `0x…`, with `_` anywhere.
  init?(yamlInteger text: String) {
    var digits = text.utf8.filter { $0 != UInt8(ascii: "_") }[...]
    let sign = digits.first.flatMap {
      $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") ? $0 : nil
    }
    if sign != nil { digits.removeFirst() }
    var radix = 10
    if digits.first == UInt8(ascii: "0"), let base = digits.dropFirst().first {
      radix = [UInt8(ascii: "b"): 2, UInt8(ascii: "o"): 8, UInt8(ascii: "x"): 16][base] ?? 10
      if radix != 10 { digits = digits.dropFirst(2) }
    }
    let minus = sign == UInt8(ascii: "-") ? "-" : ""
    guard !digits.isEmpty else { return nil }
    if let number = Int(minus + String(decoding: digits, as: UTF8.self), radix: radix) {
      self = .integer(number)
      return
    }
    guard let decimal = decimalDigits(of: digits, radix: radix) else { return nil }
    self = .bigInteger(minus + decimal)
  }
}

extension Double {
  /// Reads YAML's floats: `.inf`, `-.inf`, `.nan`, and decimals with `_` anywhere.
  init?(yaml text: String) {
    let digits = String(text.filter { $0 != "_" }).lowercased()
    switch digits {
    case ".inf", "+.inf": self = .infinity
    case "-.inf": self = -.infinity
    case ".nan": self = .nan
    default: self.init(digits)
    }
  }
}

/// The tags of the core schema, as the parser resolves `!!int` and the like.
enum YAMLTag {
  private static let prefix = "tag:yaml.org,2002:"
  static let string = prefix + "str"
  static let binary = prefix + "binary"
  static let null = prefix + "null"
  static let bool = prefix + "bool"
  static let integer = prefix + "int"
  static let float = prefix + "float"
  static let timestamp = prefix + "timestamp"
  static let merge = prefix + "merge"
  static let sequence = prefix + "seq"
  static let mapping = prefix + "map"
  static let orderedMapping = prefix + "omap"
  static let set = prefix + "set"
  static let pairs = prefix + "pairs"

  /// What a node with the tag must be.
  static let kinds = [
    string: "scalar", binary: "scalar", null: "scalar", bool: "scalar", integer: "scalar",
    float: "scalar", timestamp: "scalar", sequence: "sequence", orderedMapping: "sequence",
    pairs: "sequence", mapping: "mapping", set: "mapping",
  ]
}

/// Digits in any base as decimal digits without leading zeros; nil when one of them is no digit.
private func decimalDigits(of digits: ArraySlice<UInt8>, radix: Int) -> String? {
  // Little-endian limbs of nine decimal digits.
  var limbs: [UInt64] = [0]
  for digit in digits {
    guard let value = Character(UnicodeScalar(digit)).hexDigitValue, value < radix else {
      return nil
    }
    var carry = UInt64(value)
    for index in limbs.indices {
      carry += limbs[index] * UInt64(radix)
      limbs[index] = carry % 1_000_000_000
      carry /= 1_000_000_000
    }
    if carry > 0 { limbs.append(carry) }
  }
  let low = limbs.dropLast().reversed().map { limb in
    let text = String(limb)
    return String(repeating: "0", count: 9 - text.count) + text
  }
  return String(limbs[limbs.count - 1]) + low.joined()
}
