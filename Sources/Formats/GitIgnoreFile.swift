/// The edits that DVC makes to `.gitignore` files (dvc-format §17).
package struct GitIgnoreFile: Sendable, Equatable {
  package private(set) var bytes: [UInt8]

  package init(_ bytes: [UInt8] = []) {
    self.bytes = bytes
  }

  /// The line that ignores the entry `name` of the file's own directory: `/`, and the name with
  /// Git's special characters escaped.
  package static func entry(for name: some Sequence<UInt8>) -> [UInt8] {
    name.reduce(into: [UInt8(ascii: "/")]) { entry, byte in
      if special.contains(byte) { entry.append(UInt8(ascii: "\\")) }
      entry.append(byte)
    }
  }

  /// Appends the line for `name`, on a line of its own. Does not look whether it is there already.
  package mutating func add(_ name: some Sequence<UInt8>) {
    if let last = bytes.last, last != Self.newline { bytes.append(Self.newline) }
    bytes += Self.entry(for: name) + [Self.newline]
  }

  /// Whether a line for `name` is there.
  package func contains(_ name: some Sequence<UInt8>) -> Bool {
    let entry = Self.entry(for: name)
    return PythonText.linesWithEnds(bytes).contains { Array(PythonText.trimmed($0)) == entry }
  }

  /// Removes every line for `name`; false when there was none. A file left empty is to be deleted.
  ///
  /// DVC looks for the name as it is, and so leaves lines behind whose names need an escape; here
  /// those go too. Lines are compared without the white space around them.
  @discardableResult
  package mutating func remove(_ name: some Sequence<UInt8>) -> Bool {
    let entries = [Self.entry(for: name), [UInt8(ascii: "/")] + name]
    let lines = PythonText.linesWithEnds(bytes)
    let kept = lines.filter { !entries.contains(Array(PythonText.trimmed($0))) }
    bytes = Array(kept.joined())
    return kept.count < lines.count
  }

  private static let special = Set("[]!*#?\\".utf8)
  private static let newline = UInt8(ascii: "\n")
}
