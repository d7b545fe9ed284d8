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
    /// The connection that `cairn serve` was looked for over.
    var master: SSHMaster?
    /// Whether `ssh` has logged in, so that its exit code is that of what runs there.
    var joins = false
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

  /// Two fewer than there may be, as in DVC, and no more than are of use. Each takes up to eight descriptors.
  package var channelLimit: Int {
    max(1, min((options.maxSessions ?? Self.usualSessions) - 2, 8, spareDescriptors() / 8))
  }

  package var idleTimeout: Duration { options.idleTimeout }
  package var mayAskUser: Bool { mayAsk() }

  package func start(isFirst: Bool) throws(TransportError) -> ChildProcess {
    let program = try program()
    let isJoined = state.withLock { $0.master?.isOpen == true }
    return isFirst && !isJoined ? try startFirst(program) : try startFurther(program)
  }

  private func program() throws(TransportError) -> FilePath {
    if let program = findProgram("ssh", in: environment) { return program }
    throw Self.failure(
      .failed, "the program 'ssh' is not installed, or not in PATH",
      hints: ["Install OpenSSH's client, on Debian: apt install openssh-client"])
  }

  private func startFirst(_ program: FilePath) throws(TransportError) -> ChildProcess {
    let way = try way(program)
    if way.isShared { return try startFurther(program) }
    let socket = channelLimit > 1 ? way.socket : nil
    state.withLock { $0.socket = socket }
    return try start(
      program,
      SSHCommandLine(options: way.options).session(
        socket.map { .first($0) } ?? .none, answers: way.answers, ciphers: way.ciphers),
      adding: way.variables)
  }

  /// How to get in.
  private struct Way {
    var options: SSHOptions
    /// Where a socket may be; of a connection that is open already, if it is shared.
    var socket: FilePath?
    var isShared = false
    var answers = SSHCommandLine.Answers.nobody
    var ciphers: String?
    var variables: [String: String] = [:]
  }

  private func way(_ program: FilePath) throws(TransportError) -> Way {
    let resolved = ask(program, SSHCommandLine(options: options).question())
    if let socket = shared(program, resolved) {
      state.withLock { $0.socket = socket }
      return Way(options: options, socket: socket, isShared: true)
    }
    try requireKeyFile()
    let (options, secrets) = try filledIn()
    state.withLock { $0.secrets = secrets }
    return Way(
      options: options, socket: Self.socketPath(environment),
      answers: secrets != nil ? .helper : mayAsk() ? .user : .nobody,
      ciphers: resolved.ciphers(), variables: secrets?.environment(helper: helper) ?? [:])
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

  /// Begins to end the connection that `startServe` made.
  func startClosing() {
    state.withLock { $0.master }?.startClosing()
  }

  /// Ends it, and returns when `ssh` is gone.
  func close() async {
    await state.withLock { $0.master }?.close()
  }

  package func explain(_ end: ProgramEnd) -> TransportError {
    var error = SSHDiagnosis(options, end) { [self] in
      findProgram("ssh", in: environment)
        .map { ask($0, SSHCommandLine(options: options).question()) } ?? SSHResolved([])
    }.error
    if end.status == 255, hasLostMaster { error.kind = .interrupted }
    return error
  }

  /// Whether the connection broke that sessions join.
  private var hasLostMaster: Bool {
    guard let master = state.withLock({ $0.master }) else { return false }
    return master.wasReady && !master.isOpen
  }

  /// A place for a socket whose name is short enough; nil when there is none.
  private static func socketPath(_ environment: [String: String]) -> FilePath? {
    let places = [environment["XDG_RUNTIME_DIR"], environment["TMPDIR"], "/tmp"]
    return places.compactMap { $0 }.filter { $0.hasPrefix("/") && access($0, W_OK) == 0 }
      .map { FilePath($0).appending("cairn-" + uniqueToken()) }
      .first { $0.length <= 80 }
  }
}

// The fast path.
extension SSHConnector: ServeConnector {
  /// Logs in first and runs `cairn serve` then, so that where there is none SFTP takes its place in the
  /// same connection.
  package func startServe() throws(TransportError) -> ChildProcess {
    let program = try program()
    if state.withLock({ $0.master?.isOpen != true }) {
      let way = try way(program)
      guard let socket = way.socket else { return try startServe(program, way) }
      if !way.isShared { try openMaster(program, way, socket) }
      state.withLock { state in
        state.socket = socket
        state.joins = true
      }
    }
    let socket = state.withLock { $0.socket }
    return try start(
      program,
      SSHCommandLine(options: options).serve(
        socket.map { .joining($0) } ?? .none, answers: .nobody), adding: [:])
  }

  /// In a connection of its own, where there is no place for a socket.
  private func startServe(
    _ program: FilePath, _ way: Way
  ) throws(TransportError) -> ChildProcess {
    try start(
      program,
      SSHCommandLine(options: way.options).serve(
        .none, answers: way.answers, ciphers: way.ciphers), adding: way.variables)
  }

  private func openMaster(
    _ program: FilePath, _ way: Way, _ socket: FilePath
  ) throws(TransportError) {
    let line = SSHCommandLine(options: way.options).master(
      socket, answers: way.answers, ciphers: way.ciphers)
    let master = try SSHMaster(socket: socket) { [self] () throws(TransportError) in
      try start(program, line, adding: way.variables)
    } diagnose: { [self] end in
      explain(end)
    }
    state.withLock { $0.master = master }
    try master.waitUntilReady()
  }

  package func hurry() {
    state.withLock { $0.master }?.hurry()
  }

  /// `ssh` ends with 255 when it has no connection, and with the program's own code otherwise.
  package func saysThatNobodyServes(_ end: ProgramEnd) -> Bool {
    if SSHDiagnosis.isRefusedSession(end) { return false }
    return !hasLostMaster && state.withLock { $0.joins } || end.status != 255 && end.reason == nil
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
