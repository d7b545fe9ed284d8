import Basics

/// A command line with the cursor in its last word.
struct CompletionRequest {
  /// The words before the one at the cursor, without the program's name.
  let words: [String]
  /// The beginning of the word at the cursor.
  let current: String

  /// - Parameter words: all words up to the cursor; the last one may be empty.
  init(_ words: [String]) {
    self.words = words.dropLast()
    current = words.last ?? ""
  }

  /// What may stand at the cursor.
  enum Answer: Equatable {
    case offers([CompletionOffer])
    case value(Completion)
  }

  var answer: Answer { Self.answer(words[...], current, in: .program) }

  /// Looks for the command, passing over the options before it.
  private static func answer(
    _ words: ArraySlice<String>, _ current: String, in group: CommandGroup
  ) -> Answer {
    let options = (group.name.isEmpty ? GlobalFlags.beforeCommand : GlobalFlags.everywhere)
      .map(\.helpRow)
    var rest = words
    while let word = rest.popFirst() {
      if word.isOption {
        guard let option = options.first(named: word), option.takesValue(in: word) else { continue }
        if rest.popFirst() == nil { return .value(option.shape.completion) }
        continue
      }
      switch group.entry(named: word)?.node {
      case .command(let type): return answer(rest, current, type.help)
      case .group(let inner): return answer(rest, current, in: inner)
      case .notBuilt, nil: return .value(.anything)
      }
    }
    if current.isOption { return .offers(offers(options)) }
    return .offers(
      group.entries.filter { !$0.isHidden }.flatMap { entry in
        entry.names.map { CompletionOffer(word: $0, about: entry.node.summary) }
      })
  }

  /// Finds what option or which of the words without one the cursor is at.
  private static func answer(
    _ words: ArraySlice<String>, _ current: String, _ help: HelpText
  ) -> Answer {
    var rest = words
    var place = 0
    while let word = rest.popFirst() {
      guard word.isOption, word != "--" else {
        if word != "--" { place += 1 }
        continue
      }
      guard let option = help.options.first(named: word), option.takesValue(in: word) else {
        continue
      }
      if rest.popFirst() == nil { return .value(option.shape.completion) }
    }
    if current.isOption, !words.contains("--") { return .offers(offers(help.options)) }
    let row =
      help.positionals.indices.contains(place) ? help.positionals[place] : help.positionals.last
    guard let row, place < help.positionals.count || row.shape.arity.maximum > 1 else {
      return .value(.anything)
    }
    return .value(row.shape.completion)
  }

  private static func offers(_ options: [HelpText.Row]) -> [CompletionOffer] {
    options.flatMap { row in
      row.shape.names.map { CompletionOffer(word: $0, about: row.help) }
    }
  }
}

/// A word that a shell offers.
struct CompletionOffer: Equatable {
  var word: String
  var about = ""
}

extension String {
  fileprivate var isOption: Bool { utf8.first == UInt8(ascii: "-") && utf8.count >= 1 }
}

extension [HelpText.Row] {
  fileprivate func first(named word: String) -> HelpText.Row? {
    first { $0.shape.names.contains { $0.utf8.elementsEqual(word.utf8) } }
  }
}

extension HelpText.Row {
  /// Whether the next word is the option's value: `--jobs`, and not `--jobs=4`.
  fileprivate func takesValue(in word: String) -> Bool {
    shape.arity.maximum > 0 && shape.names.contains { $0.utf8.elementsEqual(word.utf8) }
  }
}
