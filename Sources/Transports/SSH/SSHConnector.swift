package import Basics
import FileAccess
import Glibc
import Synchronization
package import SystemPackage

/// Starts the user's `ssh`, with the user's configuration, agent, jump hosts and known hosts.
///
/// The first session logs in; further ones share its connection.
package final class SSHConnector: SFTPConnector {
  private struct State {
    var secrets: SSHSecrets?
    /// The socket of the first session.
    var socket: FilePath?
  }

  private let options: SSHOptions
  private let environment: [String: String]
  private let helper: FilePath
  private let mayAsk: @Sendable () -> Bool
  private let state = Mutex(State())

  /// What DVC opens at most, and most servers allow.
  private static let usualSessions = 10

  /// - Parameters:
  ///   - environment: all variables of this process.
  ///   - helper: the program that calls `SSHAskpass`; this one.
  ///   - mayAsk: whether there is a user to ask.
  package init(
    _ options: SSHOptions, environment: [String: String],
    helper: FilePath = FilePath("/proc/\(getpid())/exe"), mayAsk: (@Sendable () -> Bool)? = nil
  ) {
    self.options = options
    self.environment = environment
    self.helper = helper
    self.mayAsk = mayAsk ?? { OwnTerminal.isAtHand }
  }

  /// Two fewer than there may be, as in DVC, and no more than are of use.
  package var channelLimit: Int {
    max(1, min((options.maxSessions ?? Self.usualSessions) - 2, 8))
  }

  package func start(isFirst: Bool) throws(TransportError) -> ChildProcess {
    guard let program = findProgram("ssh", in: environment) else {
      throw Self.failure(
        .failed, "the program 'ssh' is not installed, or not in PATH",
        hints: ["Install OpenSSH's client, on Debian: apt install openssh-client"])
    }
    return isFirst ? try startFirst(program) : try startFurther(program)
  }

  private func startFirst(_ program: FilePath) throws(TransportError) -> ChildProcess {
    let resolved = ask(program, SSHCommandLine(options: options).question())
    if let socket = shared(program, resolved) {
      state.withLock { $0.socket = socket }
      return try startFurther(program)
    }
    try requireKeyFile()
    let (options, secrets) = try filledIn()
    let socket = channelLimit > 1 ? Self.socketPath(environment) : nil
    state.withLock { state in
      state.socket = socket
      state.secrets = secrets
    }
    let sharing = socket.map { SSHCommandLine.Sharing.first($0) } ?? .none
    let answers: SSHCommandLine.Answers =
      secrets != nil ? .helper : mayAsk() ? .user : .nobody
    return try start(
      program,
      SSHCommandLine(options: options).session(
        sharing, answers: answers, ciphers: resolved.ciphers()),
      adding: secrets?.environment(helper: helper) ?? [:])
  }

  private func startFurther(_ program: FilePath) throws(TransportError) -> ChildProcess {
    guard let socket = state.withLock({ $0.socket }) else {
      throw TransportError(.unsupported, detail: "the connection cannot be shared")
    }
    let line = SSHCommandLine(options: options)
    return try start(program, line.session(.joining(socket), answers: .nobody), adding: [:])
  }

  private func start(
    _ program: FilePath, _ arguments: [[UInt8]], adding variables: [String: String]
  ) throws(TransportError) -> ChildProcess {
    do throws(Errno) {
      return try ChildProcess(
        program, arguments: arguments, environment: environment.merging(variables) { $1 },
        isBound: true)
    } catch {
      throw TransportError(.failed, detail: "\(program): \(error)", cause: error)
    }
  }

  package func explain(_ end: SFTPEnd) -> TransportError {
    SSHDiagnosis(options, end) { [self] in
      findProgram("ssh", in: environment)
        .map { ask($0, SSHCommandLine(options: options).question()) } ?? SSHResolved([])
    }.error
  }

  /// A place for a socket whose name is short enough; nil when there is none.
  private static func socketPath(_ environment: [String: String]) -> FilePath? {
    let places = [environment["XDG_RUNTIME_DIR"], environment["TMPDIR"], "/tmp"]
    return places.compactMap { $0 }.filter { $0.hasPrefix("/") && access($0, W_OK) == 0 }
      .map { FilePath($0).appending("cairn-" + uniqueToken()) }
      .first { $0.length <= 80 }
  }
}

// What is asked before the first session.
extension SSHConnector {
  private func requireKeyFile() throws(TransportError) {
    guard let file = options.keyFile else { return }
    do { _ = try OpenFile.reading(file) } catch {
      throw Self.failure(
        .credentials, "the remote's 'keyfile' cannot be read: \(error.message)", hints: [])
    }
  }

  /// The options with what the user was asked for, and where `ssh` gets the secrets among them.
  private func filledIn() throws(TransportError) -> (SSHOptions, SSHSecrets?) {
    var options = options
    if options.asksPassword, options.password == nil {
      options.password = try ask("password")
    }
    if options.asksPassphrase, options.passphrase == nil {
      options.passphrase = try ask("passphrase")
    }
    guard options.password != nil || options.passphrase != nil else { return (options, nil) }
    do throws(Errno) {
      return (
        options, try SSHSecrets(password: options.password, passphrase: options.passphrase)
      )
    } catch {
      throw TransportError(
        .failed, detail: "no memory for the \(options.place)'s password: \(error)")
    }
  }

  /// In the words of DVC.
  private func ask(_ what: String) throws(TransportError) -> String {
    if mayAsk(), let answer = OwnTerminal.askSecret("Enter a \(what) for \(options.place):\n") {
      return answer
    }
    try checkCancellation()
    throw Self.failure(
      .credentials, "the remote's 'ask_\(what)' needs a terminal to ask on",
      hints: [
        "Without one, use a key that the agent holds, or set '\(what)' with 'dvc remote modify --local'."
      ])
  }

  /// The socket of a connection that the user's `ssh_config` shares and that is open.
  private func shared(_ program: FilePath, _ resolved: SSHResolved) -> FilePath? {
    guard let socket = resolved.socket else { return nil }
    let status = run(program, SSHCommandLine(options: options).check())?.status
    return status == 0 ? socket : nil
  }

  /// Knows nothing when `ssh` does not answer: what follows says why.
  private func ask(_ program: FilePath, _ question: [[UInt8]]) -> SSHResolved {
    SSHResolved(run(program, question)?.output ?? [])
  }

  private func run(_ program: FilePath, _ arguments: [[UInt8]]) -> ChildProcess.Result? {
    do {
      return try ChildProcess(program, arguments: arguments, environment: environment).exchange([])
    } catch {
      return nil
    }
  }

  static func failure(
    _ kind: TransportError.Kind, _ message: String, hints: [String]
  ) -> TransportError {
    TransportError(kind, detail: message, cause: CairnError(message, hints: hints))
  }
}

extension SFTPTransport {
  /// For the registry.
  package init(request: TransportRequest) throws(CairnError) {
    let options = try SSHOptions(request)
    self.init(
      SSHConnector(options, environment: request.environment), root: options.path,
      synchronizes: request.synchronizes)
  }
}
