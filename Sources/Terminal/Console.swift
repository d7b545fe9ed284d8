package import Basics
import Synchronization

/// The two streams that a person or a script reads, with one write per call.
///
/// When standard output fails, all later results vanish; `outputFailure` then tells, so that the program
/// can end with the exit code for it.
package final class Console: Sendable {
  /// How much is said.
  package enum Volume: Sendable, Equatable {
    /// `-q`: only what is asked for by name.
    case quiet
    case normal
    /// `-v`, as often as given.
    case verbose(Int)
  }

  private struct State {
    var volume: Volume
    var outputFailure: (any Error)?
    /// The line that progress keeps at the bottom of the terminal.
    var statusLine: String?
  }

  private let output: ConsoleStream
  private let errors: ConsoleStream
  private let environment: [String: String]
  private let input: @Sendable () -> String?
  /// Makes a line of a remark, for a program that reads along; nil where people read.
  private let event: (@Sendable (Remark) -> String)?
  private let state: Mutex<State>

  /// - Parameters:
  ///   - environment: `NO_COLOR`, `CLICOLOR_FORCE`, `TERM` and `COLUMNS` are looked at.
  ///   - input: reads the answer to a question; nil where nobody can be asked.
  ///   - event: makes each line on standard error, where a program reads them.
  package init(
    output: ConsoleStream, errors: ConsoleStream, environment: [String: String],
    volume: Volume = .normal, event: (@Sendable (Remark) -> String)? = nil,
    input: @escaping @Sendable () -> String? = { nil }
  ) {
    self.output = output
    self.errors = errors
    self.environment = environment
    self.input = input
    self.event = event
    state = Mutex(State(volume: volume))
  }

  package var volume: Volume {
    get { state.withLock(\.volume) }
    set { state.withLock { $0.volume = newValue } }
  }

  /// The first error of writing to standard output: `Errno.brokenPipe` when its reader went away.
  package var outputFailure: (any Error)? { state.withLock(\.outputFailure) }
  package var outputIsTerminal: Bool { output.isTerminal }
  package var errorsAreTerminal: Bool { errors.isTerminal }
  /// Whether a program reads standard error.
  package var writesEvents: Bool { event != nil }
}

// MARK: - Results, on standard output

extension Console {
  /// Prints `text` and a newline, unless `-q` was given.
  package func print(_ text: String) {
    if volume != .quiet { printAlways(text) }
  }

  /// Prints bytes and a newline, unless `-q` was given.
  package func print(bytes: [UInt8]) {
    if volume != .quiet { write(bytes + [UInt8(ascii: "\n")], toErrors: false) }
  }

  /// Prints `text` and a newline whatever the volume: what the command exists to say.
  package func printAlways(_ text: String) {
    write(Array(text.utf8) + [UInt8(ascii: "\n")], toErrors: false)
  }

  /// Prints as DVC's styled output does: tabs expanded, lines folded at the width.
  package func printStyled(_ text: String) {
    printStyled([(lead: "", style: nil, rest: text)])
  }

  /// Prints styled lines in one write; `lead` is coloured on a terminal.
  package func printStyled(_ lines: [(lead: String, style: TextStyle?, rest: String)]) {
    let width = outputWidth
    let paints = usesColor(isTerminal: output.isTerminal, environment: environment)
    let shown = lines.map { line in
      let text = folded(line.lead + line.rest, width: width)
      guard paints, let style = line.style else { return text }
      return style.applied(to: line.lead) + text.dropFirst(line.lead.count)
    }
    if !shown.isEmpty { print(shown.joined(separator: "\n")) }
  }

  /// Prints lines in one colour on a terminal; unlike styled output they are not folded.
  package func print(painted text: String, _ style: TextStyle?) {
    let paints = usesColor(isTerminal: output.isTerminal, environment: environment)
    print(style.map { paints ? $0.applied(to: text) : text } ?? text)
  }

  /// The columns of standard output: `COLUMNS`, the terminal's, or 80.
  package var outputWidth: Int {
    environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } ?? output.columns ?? 80
  }
}

// MARK: - Everything else, on standard error

extension Console {
  /// Prints `WARNING: ` and `text`, unless `-q` was given.
  package func warn(_ text: String) {
    say(.warning(text))
  }

  /// Prints a line of our own (a hint, a remedy, a path), unless `-q` was given.
  package func note(_ text: String) {
    say(.note(text))
  }

  /// Prints `text` with `-v`, or with as many `v` as `level` says.
  package func detail(_ text: @autoclosure () -> String, level: Int = 1) {
    if case .verbose(let given) = volume, given >= level { say(.detail(text())) }
  }

  /// Prints an error with its causes and hints, unless `-q` was given.
  package func report(_ error: CairnError) {
    say(.failure(error))
  }

  /// Says something, unless `-q` was given: as an event, or in the words for people if there are any.
  package func say(_ remark: Remark) {
    if volume == .quiet { return }
    if let line = event.map({ $0(remark) }) ?? words(of: remark) { writeError(line) }
  }

  private func words(of remark: Remark) -> String? {
    switch remark {
    case .warning(let text): paint("WARNING", .yellow) + ": " + text
    case .note(let text), .detail(let text): text
    case .failure(let error):
      rendered(error, label: paint("ERROR", .red)).joined(separator: "\n")
    case .transferred(let figures): figures.sentence
    case .started, .progress, .finished, .exit: nil
    }
  }

  private func paint(_ text: String, _ style: TextStyle) -> String {
    usesColor(isTerminal: errors.isTerminal, environment: environment)
      ? style.applied(to: text) : text
  }

  private func writeError(_ text: String) {
    write(Array(text.utf8) + [UInt8(ascii: "\n")], toErrors: true)
  }
}

// MARK: - Asking

extension Console {
  /// Asks a question that takes yes or no; without a terminal the answer is no.
  package func confirm(_ question: String) -> Bool {
    guard output.isTerminal else { return false }
    while true {
      write(Array("\(question) [y/n] ".utf8), toErrors: false)
      guard let answer = input() else { return false }
      switch answer.lowercased() {
      case "y", "yes": return true
      case "n", "no": return false
      default: continue
      }
    }
  }
}

extension Console {
  /// Asks a question on standard output, whatever the volume, and takes yes or no from standard input,
  /// which need not be a terminal. Where the input has ended the answer is no.
  package func confirmFromInput(_ question: String) -> Bool {
    while true {
      write(Array("\(folded("\(question) [y/n]: ", width: outputWidth))".utf8), toErrors: false)
      guard let answer = input() else { return false }
      switch answer.lowercased() {
      case "y", "yes": return true
      case "n", "no": return false
      default: print("Your response must be one of: ['yes', 'no', 'y', 'n']. Please try again.")
      }
    }
  }

  /// The lines of standard input up to the first empty one, as they come.
  package func inputLines() -> AnySequence<String> {
    AnySequence { [input] in
      AnyIterator { input().flatMap { $0.isEmpty ? nil : $0 } }
    }
  }
}

// MARK: - The status line

extension Console {
  /// Whether there is a terminal that can keep a status line.
  package var showsStatus: Bool {
    !writesEvents && errors.isTerminal && environment["TERM"] != "dumb"
  }

  /// The columns that a status line may take.
  package var statusWidth: Int { max(20, (errors.columns ?? 80) - 1) }

  /// Shows `text` at the bottom of the terminal until the next call; nil removes it.
  package func showStatus(_ text: String?) {
    state.withLock { state in
      guard state.statusLine != text else { return }
      state.statusLine = text
      // A terminal that went away takes no more of it; the next result finds out.
      try? errors.write(Array(("\r\u{1B}[2K" + (text ?? "")).utf8))
    }
  }

  private func write(_ bytes: [UInt8], toErrors: Bool) {
    state.withLock { state in
      let status = state.statusLine
      let before = status == nil ? "" : "\r\u{1B}[2K"
      if toErrors {
        // Nobody is left to tell that standard error is gone.
        try? errors.write(Array(before.utf8) + bytes + Array((status ?? "").utf8))
        return
      }
      if state.outputFailure != nil { return }
      do {
        if status != nil { try errors.write(Array(before.utf8)) }
        try output.write(bytes)
        if let status { try errors.write(Array(status.utf8)) }
      } catch {
        state.outputFailure = error
      }
    }
  }
}
