/// Fills in `%(name)s` with the value of an option, as ConfigObj does by default.
///
/// A name is looked up in the section of the value, in that section's `[[DEFAULT]]`, and then in the
/// same way in the sections around it.
struct INIInterpolation {
  let file: INIFile

  func value(of entry: INIFile.Entry, in section: Int) throws(ConfigError) -> Value {
    switch entry.value {
    case .string(let text): return .string(try filled(text, of: entry.key, in: section, within: []))
    case .array(let items):
      var values: [Value] = []
      for item in items {
        let text = item.string ?? ""
        values.append(.string(try filled(text, of: entry.key, in: section, within: [])))
      }
      return .array(values)
    default: return entry.value
    }
  }

  private struct Place: Equatable {
    let key: String
    let section: String
  }

  private func filled(
    _ text: String, of key: String, in section: Int, within: [Place]
  ) throws(ConfigError) -> String {
    let place = Place(key: key, section: file.sections[section].name)
    if within.contains(place) {
      throw .unexpected("interpolation loop detected in value \"\(key)\".")
    }
    var result: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let (before, name, after) = Self.nextReference(rest) {
      result += before
      result += try replacement(for: name, in: section, within: within + [place]).utf8
      rest = after
    }
    return String(decoding: result + rest, as: UTF8.self)
  }

  private func replacement(
    for name: String, in section: Int, within: [Place]
  ) throws(ConfigError) -> String {
    var next: Int? = section
    while let index = next {
      for holder in [index] + file.children(of: index).filter({ file.sections[$0].isDefault }) {
        guard let value = file.sections[holder].value(name) else { continue }
        guard let text = value.string else {
          throw .unexpected("expected string or bytes-like object, got 'list'")
        }
        return try filled(text, of: name, in: index, within: within)
      }
      next = file.sections[index].parent
    }
    throw .unexpected("missing option \"\(name)\" in interpolation.")
  }

  /// Splits `text` around the first `%(name)s`.
  private static func nextReference(
    _ text: ArraySlice<UInt8>
  ) -> (before: ArraySlice<UInt8>, name: String, after: ArraySlice<UInt8>)? {
    var start = text.startIndex
    while let percent = text[start...].firstIndex(of: UInt8(ascii: "%")) {
      start = percent + 1
      guard text[start...].first == UInt8(ascii: "("),
        let close = text[start...].firstIndex(of: UInt8(ascii: ")")),
        text[(close + 1)...].first == UInt8(ascii: "s")
      else { continue }
      let name = String(decoding: text[(start + 1)..<close], as: UTF8.self)
      return (text[..<percent], name, text[(close + 2)...])
    }
    return nil
  }
}

extension INIFile.Section {
  fileprivate var isDefault: Bool { name == "DEFAULT" }
}
