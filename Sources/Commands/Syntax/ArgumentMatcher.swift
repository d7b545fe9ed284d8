import Basics

/// Assigns the words of a command line to options and positionals, by the rules of Python's argparse:
/// unique prefixes of long options, clustered short flags, `-j4`, `-j=4`, `--jobs=4`, `--`. An option that
/// DVC has not (`ArgumentShape.isOurs`) makes no prefix of one of DVC's ambiguous.
///
/// Options and positionals may be mixed freely (argparse would reject `push a -r x b`).
struct ArgumentMatcher {
  /// A word that nothing took, and where it stood.
  typealias Leftover = (position: Int, word: String)
  /// Gets the index of the shape, the name that was typed, and the values.
  typealias Match = (Int, String, [String]) throws(CommandLineStop) -> Void

  let shapes: [ArgumentShape]
  /// Whether the first positional and everything after it are left alone (a subcommand's).
  var stopsAtPositional = false

  private(set) var leftovers: [Leftover] = []
  private(set) var rest: ArraySlice<String> = []
  private var values: [Leftover] = []
  private var taken: [String: Int] = [:]
  /// The options that were given.
  private var given: Set<Int> = []

  init(shapes: [ArgumentShape], stopsAtPositional: Bool = false) {
    self.shapes = shapes
    self.stopsAtPositional = stopsAtPositional
  }

  /// Matches all of `words`; afterwards `leftovers` holds what was not recognised, and `rest` what was
  /// not looked at.
  mutating func match(_ words: ArraySlice<String>, _ onMatch: Match) throws(CommandLineStop) {
    var position = words.startIndex
    while position < words.endIndex {
      let word = words[position]
      if word == "--" && !stopsAtPositional {
        values += words[(position + 1)...].enumerated().map {
          (position + 1 + $0.offset, $0.element)
        }
        break
      }
      guard isOptionLike(word) else {
        if stopsAtPositional { break }
        values.append((position, word))
        position += 1
        continue
      }
      position = try matchOption(word, at: position, in: words, onMatch)
    }
    rest = words[position...]
    if !stopsAtPositional { try matchPositionals(onMatch) }
    leftovers.sort { $0.position < $1.position }
  }

  /// Whether argparse would take `word` for an option: negative numbers and words with a space are not.
  private func isOptionLike(_ word: String) -> Bool {
    guard word.utf8.first == UInt8(ascii: "-"), word.utf8.count > 1 else { return false }
    if word == "--" { return false }
    if isNegativeNumber(word) { return false }
    return !word.utf8.contains(UInt8(ascii: " ")) || lookup(word).isKnown
  }

  private func isNegativeNumber(_ word: String) -> Bool {
    let parts = word.utf8.dropFirst().split(
      separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    let areDigits = parts.allSatisfy { $0.allSatisfy { (48...57).contains($0) } }
    return areDigits && parts.last.map { !$0.isEmpty } == true
  }
}

// MARK: - Options

extension ArgumentMatcher {
  /// What a word that looks like an option stands for.
  private enum Lookup {
    case option(index: Int, name: String, attached: String?)
    case ambiguous([String])
    case unknown

    var isKnown: Bool { if case .unknown = self { false } else { true } }
  }

  private func index(named name: some StringProtocol) -> Int? {
    shapes.firstIndex { !$0.isPositional && $0.names.contains { $0.utf8.elementsEqual(name.utf8) } }
  }

  private func lookup(_ word: String) -> Lookup {
    if let index = index(named: word) { return .option(index: index, name: word, attached: nil) }
    let equals = word.utf8.firstIndex(of: UInt8(ascii: "="))
    let name = word[..<(equals ?? word.endIndex)]
    let attached = equals.map { String(word[word.utf8.index(after: $0)...]) }
    if let index = index(named: name) {
      return .option(index: index, name: String(name), attached: attached)
    }
    return word.utf8.starts(with: "--".utf8)
      ? lookup(prefix: name, attached: attached) : lookup(cluster: word)
  }

  private func lookup(prefix: Substring, attached: String?) -> Lookup {
    var found: [(index: Int, name: String)] = []
    for (index, shape) in shapes.enumerated() where !shape.isPositional {
      for name in shape.names where name.utf8.starts(with: prefix.utf8) {
        found.append((index, name))
      }
    }
    let known = found.filter { !shapes[$0.index].isOurs }
    if !known.isEmpty { found = known }
    guard let first = found.first else { return .unknown }
    guard found.count == 1 else { return .ambiguous(found.map(\.name)) }
    return .option(index: first.index, name: first.name, attached: attached)
  }

  /// `-j4`, or the first flag of `-af`.
  private func lookup(cluster word: String) -> Lookup {
    let afterFlag = word.utf8.index(word.startIndex, offsetBy: 2)
    guard let index = index(named: word[..<afterFlag]) else { return .unknown }
    return .option(
      index: index, name: String(word[..<afterFlag]), attached: String(word[afterFlag...]))
  }

  /// Returns the position after the option and its values.
  private mutating func matchOption(
    _ word: String, at position: Int, in words: ArraySlice<String>, _ onMatch: Match
  ) throws(CommandLineStop) -> Int {
    switch lookup(word) {
    case .unknown:
      leftovers.append((position, word))
      return position + 1
    case .ambiguous(let names):
      let matches = names.joined(separator: ", ")
      throw .usage(UsageError("ambiguous option: \(word) could match \(matches)"))
    case .option(let index, let name, let attached?):
      return try matchAttached(index, name, attached, at: position, in: words, onMatch)
    case .option(let index, let name, nil):
      return try matchFollowing(index, name, at: position, in: words, onMatch)
    }
  }

  private mutating func matchFollowing(
    _ index: Int, _ name: String, at position: Int, in words: ArraySlice<String>, _ onMatch: Match
  ) throws(CommandLineStop) -> Int {
    let following = followingValues(of: shapes[index], after: position, in: words)
    try take(index, name, following, onMatch)
    return position + 1 + following.count
  }

  /// A value attached by `=` or directly, or the other flags of a cluster, of which the last one may be
  /// followed by values.
  private mutating func matchAttached(
    _ index: Int, _ name: String, _ attached: String, at position: Int,
    in words: ArraySlice<String>, _ onMatch: Match
  ) throws(CommandLineStop) -> Int {
    guard shapes[index].arity.maximum == 0 else {
      try take(index, name, [attached], onMatch)
      return position + 1
    }
    let isCluster = name.utf8.count == 2 && !attached.isEmpty
    guard isCluster, case .option(let next, let nextName, let more) = lookup("-" + attached),
      nextName.utf8.count == 2
    else {
      throw .usage(
        .argument(shapes[index].displayName, "ignored explicit argument \(pythonQuoted(attached))"))
    }
    try take(index, name, [], onMatch)
    if let more {
      return try matchAttached(next, nextName, more, at: position, in: words, onMatch)
    }
    return try matchFollowing(next, nextName, at: position, in: words, onMatch)
  }

  private func followingValues(
    of shape: ArgumentShape, after position: Int, in words: ArraySlice<String>
  ) -> [String] {
    let following = words[(position + 1)...].prefix { $0 != "--" && !isOptionLike($0) }
    return Array(following.prefix(shape.arity.maximum))
  }

  private func missingValue(of shape: ArgumentShape) -> UsageError {
    let expected =
      shape.arity.maximum == 1 ? "expected one argument" : "expected at least one argument"
    return .argument(shape.displayName, expected)
  }

  private mutating func take(
    _ index: Int, _ name: String, _ values: [String], _ onMatch: Match
  ) throws(CommandLineStop) {
    let shape = shapes[index]
    guard values.count >= shape.arity.minimum else { throw .usage(missingValue(of: shape)) }
    if let group = shape.group {
      if let other = taken[group], other != index {
        throw .usage(
          .argument(shape.displayName, "not allowed with argument \(shapes[other].displayName)"))
      }
      taken[group] = index
    }
    given.insert(index)
    try onMatch(index, name, values)
  }
}

// MARK: - Positionals

extension ArgumentMatcher {
  private mutating func matchPositionals(_ onMatch: Match) throws(CommandLineStop) {
    let positionals = shapes.indices.filter { shapes[$0].isPositional }
    var remaining = values[...]
    var reserved = positionals.reduce(0) { $0 + shapes[$1].arity.minimum }
    var missing = shapes.indices.filter { shapes[$0].isRequired && !given.contains($0) }
    for index in positionals {
      let arity = shapes[index].arity
      reserved -= arity.minimum
      let free = max(remaining.count - reserved, min(remaining.count, arity.minimum))
      let own = remaining.prefix(min(free, arity.maximum))
      remaining = remaining.dropFirst(own.count)
      if own.count < arity.minimum {
        missing.append(index)
      } else if !own.isEmpty {
        try onMatch(index, shapes[index].displayName, own.map(\.word))
      }
    }
    leftovers += remaining
    guard missing.isEmpty else {
      let names = missing.sorted().map { shapes[$0].displayName }.joined(separator: ", ")
      throw .usage(UsageError("the following arguments are required: \(names)"))
    }
  }
}
