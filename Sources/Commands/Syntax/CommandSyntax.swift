/// What a command takes on its command line, and what its help says.
package struct CommandSyntax<Command: Sendable>: Sendable {
  var name: String
  var summary: String
  var details: String?
  var example: String
  var arguments: [Argument<Command>]

  /// - Parameters:
  ///   - name: the words that call it: `remote add`.
  ///   - summary: one line, for the list of commands and the top of the help.
  ///   - example: a command line without the program's name.
  package init(
    _ name: String, _ summary: String, details: String? = nil, example: String,
    _ arguments: Argument<Command>...
  ) {
    self.init(name, summary, details: details, example: example, arguments)
  }

  package init(
    _ name: String, _ summary: String, details: String? = nil, example: String,
    _ arguments: [Argument<Command>]
  ) {
    self.name = name
    self.summary = summary
    self.details = details
    self.example = example
    self.arguments = arguments
  }

  /// Reads `words` into `command`, and `-q` and `-v` into `flags`.
  ///
  /// - Returns: the words that nothing recognised, in their order.
  func parse(
    _ words: ArraySlice<String>, into command: inout Command, flags: inout GlobalFlags
  ) throws(CommandLineStop) -> [String] {
    let common = GlobalFlags.everywhere
    var matcher = ArgumentMatcher(shapes: common.map(\.shape) + arguments.map(\.shape))
    try matcher.match(words) { (index, name, values) throws(CommandLineStop) in
      if index < common.count { return try flags.store(common[index], values) }
      do throws(UsageError) {
        try arguments[index - common.count].store(&command, name, values)
      } catch {
        throw .usage(error)
      }
    }
    return matcher.leftovers.map(\.word)
  }

  var help: HelpText {
    HelpText(
      usage: name, summary: summary, details: details, example: example,
      positionals: arguments.filter(\.shape.isPositional).map(\.helpRow),
      options: GlobalFlags.everywhere.map(\.helpRow)
        + arguments.filter { !$0.shape.isPositional }.map(\.helpRow))
  }
}

extension Argument {
  var helpRow: HelpText.Row {
    HelpText.Row(shape: shape, placeholder: placeholder, help: help)
  }
}
