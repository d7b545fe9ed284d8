import Basics

/// What a command line asks for.
package enum Invocation: Sendable {
  case run(any ProjectCommand, GlobalFlags)
  case help(HelpText)
  case version
  case misuse(UsageError, HelpText)
  /// Both `-q` and `-v`.
  case conflict(UsageError)
  /// A command of DVC that is refused by name.
  case notBuilt(String, GlobalFlags)

  /// - Parameter words: the command line without the program's name.
  package init(parsing words: [String]) {
    if let conflict = GlobalFlags.conflict(in: words) {
      self = .conflict(conflict)
    } else {
      self.init(words[...], in: .program, flags: GlobalFlags(), unrecognized: [])
    }
  }

  private init(
    _ words: ArraySlice<String>, in group: CommandGroup, flags: GlobalFlags, unrecognized: [String]
  ) {
    var flags = flags
    let known = group.name.isEmpty ? GlobalFlags.beforeCommand : GlobalFlags.everywhere
    var matcher = ArgumentMatcher(shapes: known.map(\.shape), stopsAtPositional: true)
    do {
      try matcher.match(words) { (index, _, values) throws(CommandLineStop) in
        try flags.store(known[index], values)
      }
    } catch {
      self.init(error, group.help)
      return
    }
    let unrecognized = unrecognized + matcher.leftovers.map(\.word)
    guard let word = matcher.rest.first else {
      let message = "the following arguments are required: \(group.argument)"
      self = .misuse(UsageError(message), group.help)
      return
    }
    self.init(
      word, matcher.rest.dropFirst(), in: group, flags: flags, unrecognized: unrecognized)
  }

  private init(
    _ word: String, _ words: ArraySlice<String>, in group: CommandGroup, flags: GlobalFlags,
    unrecognized: [String]
  ) {
    switch group.entry(named: word)?.node {
    case .command(let type):
      self.init(type, words, flags: flags.insideCommand, unrecognized: unrecognized)
    case .group(let inner):
      self.init(words, in: inner, flags: flags.insideCommand, unrecognized: unrecognized)
    case .notBuilt:
      self = .notBuilt(group.name.isEmpty ? word : "\(group.name) \(word)", flags)
    case nil:
      self = .misuse(group.unknown(word), group.help)
    }
  }

  private init(
    _ type: any ProjectCommand.Type, _ words: ArraySlice<String>, flags: GlobalFlags,
    unrecognized: [String]
  ) {
    var flags = flags
    do {
      let (command, more) = try type.parse(words, flags: &flags)
      let unknown = unrecognized + more
      self =
        unknown.isEmpty
        ? .run(command, flags)
        : .misuse(
          UsageError("unrecognized arguments: \(unknown.joined(separator: " "))"), type.help)
    } catch {
      self.init(error, type.help)
    }
  }

  private init(_ stop: CommandLineStop, _ help: HelpText) {
    switch stop {
    case .help: self = .help(help)
    case .version: self = .version
    case .usage(let error): self = .misuse(error, help)
    }
  }
}

extension CommandGroup {
  fileprivate func unknown(_ word: String) -> UsageError {
    let list = choices.map(pythonQuoted).joined(separator: ", ")
    let near = nearest(to: word, among: entries.filter { !$0.isHidden }.flatMap(\.names))
    let message =
      "argument \(argument): invalid choice: \(pythonQuoted(word)) (choose from \(list))"
    return UsageError(message, hint: near.map { "Did you mean '\($0)'?" })
  }
}
