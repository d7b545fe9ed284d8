import Basics
import Formats
import Projects

/// What the scripts of `completion` get: on the first line what the shell itself may add (`files`,
/// `directories` or `none`), then the words, each with what it means after a tab.
struct CompletionAnswer {
  let text: String

  /// - Parameter words: of the command line without the program's name; the last is to be completed.
  init(_ words: [String], _ context: CommandContext) {
    let request = CompletionRequest(words)
    let (kind, offers) = Self.offers(request.answer, context)
    let fitting = offers.filter { $0.word.utf8.starts(with: request.current.utf8) }
    let lines = fitting.map { $0.about.isEmpty ? $0.word : "\($0.word)\t\($0.about)" }
    text = ([kind] + lines).joined(separator: "\n")
  }

  private static func offers(
    _ answer: CompletionRequest.Answer, _ context: CommandContext
  ) -> (String, [CompletionOffer]) {
    switch answer {
    case .offers(let offers): ("none", offers)
    case .value(.files): ("files", [])
    case .value(.directories): ("directories", [])
    case .value(.targets), .value(.stages): ("directories", words(answer, context))
    case .value: ("none", words(answer, context))
    }
  }

  private static func words(
    _ answer: CompletionRequest.Answer, _ context: CommandContext
  ) -> [CompletionOffer] {
    guard case .value(let completion) = answer else { return [] }
    // Outside of a project, or in one that cannot be read, there is nothing to offer.
    let words = (try? words(for: completion, context)) ?? []
    return words.map { CompletionOffer(word: $0) }
  }

  private static func words(
    for completion: Completion, _ context: CommandContext
  ) throws -> [String] {
    switch completion {
    case .anything, .files, .directories: []
    case .words(let words): words
    case .targets: try CompletionWords(context.openProject()).targets()
    case .stages: try CompletionWords(context.openProject()).stages()
    case .remotes:
      try Configuration(context.configFiles(inProject: context.projectRoot())).remoteNames
    case .revisions: try CompletionWords(context.openProject()).revisions()
    case .settings: Configuration.settingNames
    }
  }
}
