package import Basics
package import SystemPackage
package import Terminal
package import Transports

/// What a command knows of the process it runs in; nothing below reads the process itself.
package struct CommandContext: Sendable {
  /// Absolute, without symlinks; `--cd` has been followed.
  package var currentDirectory: FilePath
  package var environment: [String: String]
  package var invokedAs: InvocationName
  package var console: Console
  package var flags: GlobalFlags
  package var transports: TransportRegistry
  /// The command line, as other processes are told it when they have to wait for a lock.
  package var commandLine: String
  package var progress: any ProgressObserver

  package init(
    currentDirectory: FilePath, environment: [String: String], invokedAs: InvocationName,
    console: Console, flags: GlobalFlags, transports: TransportRegistry, commandLine: String,
    progress: any ProgressObserver
  ) {
    self.currentDirectory = currentDirectory
    self.environment = environment
    self.invokedAs = invokedAs
    self.console = console
    self.flags = flags
    self.transports = transports
    self.commandLine = commandLine
    self.progress = progress
  }

  package var verdict: Verdict { Verdict(invokedAs: invokedAs, environment: environment) }
  package var waitsForLock: Bool { flags.waitsForLock }

  /// The same where SSH remotes are reached through SFTP only, if that is wanted (`--sftp`).
  func usingSFTP(_ isWanted: Bool) -> CommandContext {
    var context = self
    if isWanted { context.environment["CAIRN_SFTP"] = "1" }
    return context
  }
}
