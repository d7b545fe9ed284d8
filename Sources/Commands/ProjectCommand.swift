/// A command: the properties its command line sets, and what it does.
package protocol ProjectCommand: Sendable {
  /// All options as when none is given.
  init()
  static var syntax: CommandSyntax<Self> { get }
  func run(_ context: CommandContext) async throws -> ExitStatus
}

extension ProjectCommand {
  static var help: HelpText { syntax.help }

  /// The command that `words` ask for, and the words that it does not recognise.
  static func parse(
    _ words: ArraySlice<String>, flags: inout GlobalFlags
  ) throws(CommandLineStop) -> (command: any ProjectCommand, unrecognized: [String]) {
    var command = Self()
    let unrecognized = try syntax.parse(words, into: &command, flags: &flags)
    return (command, unrecognized)
  }
}
