internal import Formats

/// How a mapping inside `cmd` is written as options (the `parsing` section of the configuration).
package struct ExpansionOptions: Sendable, Equatable {
  package enum BooleanStyle: String, Sendable {
    /// `--flag` for true, nothing for false.
    case storeTrue = "store_true"
    /// `--flag` for true, `--no-flag` for false.
    case optional = "boolean_optional"
  }

  package enum ListStyle: String, Sendable {
    /// `--key a b`.
    case together = "nargs"
    /// `--key a --key b`.
    case append
  }

  package var booleans: BooleanStyle
  package var lists: ListStyle

  package init(booleans: BooleanStyle = .storeTrue, lists: ListStyle = .together) {
    self.booleans = booleans
    self.lists = lists
  }
}

extension ExpansionOptions {
  /// The options that stand for `mapping`: `--lr 0.1 --layers 1 2`.
  func commandLine(for mapping: Value.Mapping) throws(ResolutionProblem) -> String {
    var options: [String] = []
    for (key, value) in mapping.pairs { options += try self.options(for: value, named: key) }
    return options.joined(separator: " ")
  }

  private func options(for value: Value, named name: String) throws(ResolutionProblem) -> [String] {
    switch value {
    case .map(let inner):
      var options: [String] = []
      for (key, value) in inner.pairs {
        options += try self.options(for: value, named: "\(name).\(key)")
      }
      return options
    case .bool(let flag): return flag ? ["--\(name)"] : falseOption(name)
    case .array(let items): return try listOptions(items, named: name)
    default: return ["--\(name)", argument(value)]
    }
  }

  private func falseOption(_ name: String) -> [String] {
    booleans == .optional ? ["--no-\(name)"] : []
  }

  private func listOptions(_ items: [Value], named name: String) throws(ResolutionProblem)
    -> [String]
  {
    for case .array in items { throw .nestedIterable(name) }
    for case .map in items { throw .nestedIterable(name) }
    switch lists {
    case .append: return items.flatMap { ["--\(name)", argument($0)] }
    case .together: return items.isEmpty ? [] : ["--\(name)"] + items.map(argument)
    }
  }

  private func argument(_ value: Value) -> String {
    if case .string(let text) = value { shellQuoted(text) } else { value.pythonText }
  }
}

/// Quotes `text` for a POSIX shell when it holds anything but harmless characters.
private func shellQuoted(_ text: String) -> String {
  if !text.isEmpty && text.utf8.allSatisfy(isHarmlessInShell) { return text }
  let quoted = text.utf8.flatMap { $0 == UInt8(ascii: "'") ? Array("'\"'\"'".utf8) : [$0] }
  return "'\(String(decoding: quoted, as: UTF8.self))'"
}

private func isHarmlessInShell(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"):
    true
  default: "@%+=:,./-_".utf8.contains(byte)
  }
}
