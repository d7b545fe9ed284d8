import Basics
package import SystemPackage
package import Terminal

/// Runs one command line: parses it, runs the command, reports its error, and says how the process ends.
package struct CommandShell: Sendable {
  package var currentDirectory: FilePath
  package var environment: [String: String]
  package var invokedAs: InvocationName
  package var console: Console

  package init(
    currentDirectory: FilePath, environment: [String: String], invokedAs: InvocationName,
    console: Console
  ) {
    self.currentDirectory = currentDirectory
    self.environment = environment
    self.invokedAs = invokedAs
    self.console = console
  }

  /// - Parameter arguments: the command line without the program's name.
  package func run(_ arguments: [[UInt8]]) async -> ExitStatus {
    let status: ExitStatus
    do throws(CairnError) {
      status = await perform(Invocation(parsing: try commandWords(arguments)))
    } catch {
      console.report(error)
      status = .error
    }
    return console.isBroken ? .brokenPipe : status
  }

  private func perform(_ invocation: Invocation) async -> ExitStatus {
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
    case .notBuilt(let name, let flags):
      console.volume = flags.volume
      console.report(CairnError("'\(name)' is not built yet in cairn \(Version.program)"))
      return .error
    case .run(let command, let flags):
      console.volume = flags.volume
      return await run(command, flags)
    }
  }

  private func run(_ command: any ProjectCommand, _ flags: GlobalFlags) async -> ExitStatus {
    do {
      let context = try context(flags)
      return try await command.run(context)
    } catch {
      console.report(shown(error))
      return Verdict(invokedAs: invokedAs, environment: environment).status(for: error)
    }
  }

  private func context(_ flags: GlobalFlags) throws -> CommandContext {
    CommandContext(
      currentDirectory: try directory(flags.changeDirectory), environment: environment,
      invokedAs: invokedAs, console: console, flags: flags, progress: progressObserver(for: console)
    )
  }

  private func directory(_ path: String?) throws -> FilePath {
    guard let path else { return currentDirectory }
    return try realDirectory(path, from: currentDirectory)
  }

  private func shown(_ error: any Error) -> CairnError {
    (error as? any UserFacingError)?.userError ?? CairnError("\(error)", kind: .unexpected)
  }
}

extension GlobalFlags {
  var volume: Console.Volume {
    if isQuiet { return .quiet }
    return verbosity > 0 ? .verbose(verbosity) : .normal
  }
}
