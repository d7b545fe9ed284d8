/// A file of AWS profiles, `~/.aws/config` or `~/.aws/credentials`, by the rules of Python's `configparser`.
struct AWSFile: Equatable {
  /// Options by their names in lower case.
  typealias Section = [String: Value]

  enum Value: Equatable {
    case text(String)
    /// `s3 =` with indented lines below it.
    case nested([String: String])
  }

  /// By the header as written: `default`, `profile ann`, `services local`.
  private(set) var sections: [String: Section] = [:]

  init(_ content: [UInt8]) {
    var section = ""
    var option = ""
    for line in content.split(separator: UInt8(ascii: "\n")) {
      let text = String(decoding: line, as: UTF8.self)
      let trimmed = Self.trimmed(text)
      if trimmed.isEmpty || trimmed.first == "#" || trimmed.first == ";" { continue }
      if text.first == " " || text.first == "\t", !option.isEmpty {
        add(trimmed, to: option, in: section)
      } else if trimmed.first == "[", let end = trimmed.firstIndex(of: "]") {
        section = String(trimmed[trimmed.index(after: trimmed.startIndex)..<end])
        option = ""
        if sections[section] == nil { sections[section] = [:] }
      } else if let (name, value) = Self.split(trimmed) {
        option = name.lowercased()
        sections[section, default: [:]][option] = .text(value)
      }
    }
  }

  /// The section of a profile in a file of configuration: `[default]`, `[profile ann]`, `[profile "a b"]`.
  func profile(_ name: String) -> Section? {
    if name == "default", let section = sections["default"] { return section }
    return section("profile", name)
  }

  /// A section whose header has two words, the second perhaps in quotes: `[sso-session corporate]`.
  func section(_ kind: String, _ name: String) -> Section? {
    for (header, section) in sections where header.hasPrefix(kind) {
      let own = Self.trimmed(String(header.dropFirst(kind.count)))
      if own == name || own == "\"\(name)\"" || own == "'\(name)'" { return section }
    }
    return nil
  }

  private mutating func add(_ line: String, to option: String, in section: String) {
    guard let (name, value) = Self.split(line) else { return }
    var inner: [String: String] = [:]
    switch sections[section]?[option] {
    case .nested(let known): inner = known
    case .text(""): break
    default: return
    }
    inner[name.lowercased()] = value
    sections[section]?[option] = .nested(inner)
  }

  /// The two sides of the first `=` or `:`.
  private static func split(_ line: String) -> (name: String, value: String)? {
    guard let separator = line.firstIndex(where: { $0 == "=" || $0 == ":" }) else { return nil }
    let value = line[line.index(after: separator)...]
    return (trimmed(String(line[..<separator])), trimmed(String(value)))
  }

  private static func trimmed(_ text: String) -> String {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\r" }
    let start = text.drop(while: isSpace)
    return String(start.reversed().drop(while: isSpace).reversed())
  }
}

extension AWSFile.Section {
  /// The text of an option that has one.
  func text(_ name: String) -> String? {
    guard case .text(let text)? = self[name], !text.isEmpty else { return nil }
    return text
  }

  /// The text of an option below another: `s3`, `addressing_style`.
  func text(_ name: String, _ inner: String) -> String? {
    guard case .nested(let options)? = self[name] else { return nil }
    return options[inner]
  }
}
