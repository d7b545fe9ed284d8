import Basics

extension IgnorePattern {
  /// Reads one line of an ignore file; nil when it holds no pattern, or one that can match nothing.
  init?(line: ArraySlice<UInt8>, number: Int, in base: RelativePath) throws(IgnoreError) {
    let text = Array(PythonText.trimmed(line))
    do {
      try self.init(text: text, origin: .file(directory: base, line: number), base: base)
    } catch {
      throw IgnoreError(directory: base, line: number, pattern: text, problem: error)
    }
  }

  /// - Parameter text: has no white space at its ends.
  init?(
    text: [UInt8], origin: IgnoreMatch.Origin, base: RelativePath
  ) throws(IgnoreError.Problem) {
    guard let first = text.first, first != UInt8(ascii: "#") else { return nil }
    let isNegated = first == UInt8(ascii: "!")
    let body = isNegated ? text.dropFirst() : text[...]
    if body.isEmpty { throw .nothingNegated }
    guard let shape = try Shape(body, in: base) else { return nil }
    self.init(
      origin: origin, text: text, isNegated: isNegated, scope: shape.scope, base: base,
      parts: shape.parts)
  }

  /// A pattern that matches one name in `base`, whatever characters it holds.
  init(literal name: ArraySlice<UInt8>, origin: IgnoreMatch.Origin, base: RelativePath) {
    self.init(
      origin: origin, text: [], isNegated: false, scope: .path, base: base,
      parts: [.name(.literal(Array(name)))])
  }

  private struct Shape {
    var scope = Scope.path
    var parts: [Part] = []

    /// Nil for a pattern that matches nothing: `/`, a doubled slash, an open bracket, and (as in
    /// DVC) a `*/` at the root.
    init?(_ body: ArraySlice<UInt8>, in base: RelativePath) throws(IgnoreError.Problem) {
      var texts = body.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      if texts.last?.isEmpty == true {
        texts.removeLast()
        scope = .directories
      }
      if texts.count == 1, !texts[0].isEmpty { texts.insert(Self.gap, at: 0) }
      if texts.first?.isEmpty == true { texts.removeFirst() }
      guard !texts.isEmpty, !texts.contains(where: \.isEmpty) else { return nil }
      guard texts.count < IgnorePattern.maximalParts else { throw .tooManyParts }
      for text in texts {
        guard try append(text) else { return nil }
      }
      settleEnd()
      if base.isRoot, scope == .directories, parts.isEmpty { return nil }
    }

    private static let gap: ArraySlice<UInt8> = [UInt8(ascii: "*"), UInt8(ascii: "*")]

    private mutating func append(_ text: ArraySlice<UInt8>) throws(IgnoreError.Problem) -> Bool {
      if text.elementsEqual(Self.gap) {
        if case .gap? = parts.last { return true }
        parts.append(.gap)
        return true
      }
      do {
        guard let name = try NamePattern(parsing: text) else { return false }
        parts.append(.name(name))
        return true
      } catch {
        throw .syntax(error)
      }
    }

    /// Gives a pattern that ends in `**` its scope, and one that matches all names no parts.
    private mutating func settleEnd() {
      var endsInGap = false
      if case .gap? = parts.last {
        endsInGap = true
        parts.removeLast()
      }
      if isAnyName { parts = [] }
      if endsInGap, scope == .path, !parts.isEmpty { scope = .contents }
    }

    /// Whether the parts are `**/*`.
    private var isAnyName: Bool {
      guard parts.count == 2, case .gap = parts[0], case .name(.everything) = parts[1] else {
        return false
      }
      return true
    }
  }

  /// One bit of a word for each place between parts.
  static let maximalParts = 63
}
