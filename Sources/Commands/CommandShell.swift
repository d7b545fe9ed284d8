import Basics
package import SystemPackage
package import Terminal
package import Transports

/// Runs one command line: parses it, runs the command, reports its error, and says how the process ends.
package struct CommandShell: Sendable {
  package var currentDirectory: FilePath
  package var environment: [String: String]
  /// `argv[0]`
  package var program: String
  package var console: Console
  package var transports: TransportRegistry

  package init(
    currentDirectory: FilePath, environment: [String: String], program: String,
    console: Console, transports: TransportRegistry
  ) {
    self.currentDirectory = currentDirectory
    self.environment = environment
    self.program = program
    self.console = console
    self.transports = transports
  }

  private var invokedAs: InvocationName { InvocationName(program: program) }

  /// - Parameter arguments: the command line without the program's name.
  package func run(_ arguments: [[UInt8]]) async -> ExitStatus {
    let start = ContinuousClock.now
    let status = finalStatus(await perform(arguments))
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    console.say(.exit(status: status.rawValue, seconds: seconds))
    return status
  }

  private func perform(_ arguments: [[UInt8]]) async -> ExitStatus {
    do throws(CairnError) {
      let words = try commandWords(arguments)
      let commandLine = ([program] + words).joined(separator: " ")
      return await perform(Invocation(parsing: words), commandLine)
    } catch {
      console.report(error)
      return .error
    }
  }

  /// A command whose results did not arrive has not succeeded.
  private func finalStatus(_ status: ExitStatus) -> ExitStatus {
    guard let failure = console.outputFailure else { return status }
    if failure as? Errno == .brokenPipe { return .brokenPipe }
    console.report(CairnError("cannot write to standard output", causes: ["\(failure)"]))
    return status == .success ? .error : status
  }

  private func perform(_ invocation: Invocation, _ commandLine: String) async -> ExitStatus {
    switch invocation {
    case .version:
      console.printAlways(invokedAs.versionLine)
      return .success
    case .help(let help):
      console.printAlways(help.rendered(for: invokedAs.rawValue))
      return .success
    case .misuse(let error, let help):
      console.report(error.userError)
      console.printAlways(help.rendered(for: invokedAs.rawValue))
      return .usage
    case .conflict(let error):
      let name = invokedAs.rawValue
      console.note("usage: \(name) [-q | -v]\n\(name): error: \(error.message)")
      return .conflictingFlags
    case .notBuilt(let name, let flags):
      console.volume = flags.volume
      console.report(CairnError("'\(name)' is not built yet in cairn \(Version.program)"))
      return .error
    case .run(let command, let flags):
      console.volume = flags.volume
      return await run(command, flags, commandLine)
    }
  }

  private func run(
    _ command: any ProjectCommand, _ flags: GlobalFlags, _ commandLine: String
  ) async -> ExitStatus {
    do {
      return try await command.run(context(flags, commandLine))
    } catch {
      console.report(shown(error))
      return Verdict(invokedAs: invokedAs, environment: environment).status(for: error)
    }
  }

  private func context(_ flags: GlobalFlags, _ commandLine: String) throws -> CommandContext {
    CommandContext(
      currentDirectory: try directory(flags.changeDirectory), environment: environment,
      invokedAs: invokedAs, console: console, flags: flags, transports: transports,
      commandLine: commandLine, progress: progressObserver(for: console))
  }

  private func directory(_ path: String?) throws -> FilePath {
    guard let path else { return currentDirectory }
    return try realDirectory(path, from: currentDirectory)
  }

  /// The error as it is shown; what no command handled says what it is about.
  private func shown(_ error: any Error) -> CairnError {
    guard let known = error as? any UserFacingError else {
      return CairnError("\(error)", kind: .unexpected)
    }
    let isBare = known.userError.kind == .configuration && !(known is HandledFailure)
    return isBare ? known.userError.prefixed("configuration error") : known.userError
  }
}

extension GlobalFlags {
  var volume: Console.Volume {
    if isQuiet { return .quiet }
    return verbosity > 0 ? .verbose(verbosity) : .normal
  }
}
