import Basics
import FileAccess
import Hashing
import Synchronization
import SystemPackage

/// What a remote of HTTP or WebDAV finds out while it works, shared by its calls.
final class WebSession: Sendable {
  private struct State {
    var authorization: WebAuthorization?
    /// Why there is none: nobody is asked twice.
    var failure: TransportError?
    /// Until when a command that had nothing else to say is not run again.
    var pause: ContinuousClock.Instant?
    var asksByGet = false
  }

  let options: WebOptions
  private let environment: [String: String]
  private let mayAsk: @Sendable () -> Bool
  private let state = Mutex(State())

  /// - Parameter mayAsk: whether there is a user to ask.
  init(
    _ options: WebOptions, environment: [String: String],
    mayAsk: @escaping @Sendable () -> Bool = { OwnTerminal.isAtHand }
  ) {
    (self.options, self.environment, self.mayAsk) = (options, environment, mayAsk)
  }

  /// Whether the server is known not to answer HEAD.
  var asksByGet: Bool {
    get { state.withLock { $0.asksByGet } }
    set { state.withLock { $0.asksByGet = newValue } }
  }

  /// What requests go out with. The first call may ask the user or run a command; it blocks.
  func authorization() throws(TransportError) -> WebAuthorization {
    try state.withLock { (state) throws(TransportError) in
      if let known = state.authorization { return known }
      return try make(&state)
    }
  }

  /// Whether there is something else than what the server did not take: a command is run again, at most
  /// once a minute where it prints the same.
  func renew(after refused: WebAuthorization) throws(TransportError) -> Bool {
    guard case .command = options.credentials else { return false }
    return try state.withLock { (state) throws(TransportError) in
      let now = ContinuousClock.now
      if state.authorization == refused, state.pause.map({ $0 <= now }) ?? true {
        let isSame = try make(&state) == refused
        state.pause = isSame ? now + .seconds(60) : nil
      }
      return state.authorization != refused
    }
  }

  private func make(_ state: inout State) throws(TransportError) -> WebAuthorization {
    if let failure = state.failure { throw failure }
    try checkCancellation()
    do throws(TransportError) {
      var made = try authorize()
      made.certificate = try options.http.certificate.map(readable)
      state.authorization = made
      return made
    } catch {
      if error.kind != .cancelled { state.failure = error }
      throw error
    }
  }

  private func authorize() throws(TransportError) -> WebAuthorization {
    switch options.credentials {
    case .none: return WebAuthorization(loginFile: loginFile)
    case .basic(let user, let password):
      let login = try "\(user):\(value(of: password))"
      return WebAuthorization(
        header: ("Authorization", "Basic " + Base64.encode(Array(login.utf8))))
    case .digest(let user, let password):
      return WebAuthorization(digest: .init(user: user, password: try value(of: password)))
    case .header(let name, let password):
      return WebAuthorization(header: (name, try value(of: password)))
    case .bearer(let token):
      return WebAuthorization(header: ("Authorization", "Bearer \(token)"))
    case .command(let words):
      let program = AskedProgram(words: words, patience: options.commandPatience)
      let token = try TokenCommand(program, environment).run()
      return WebAuthorization(header: ("Authorization", "Bearer \(token)"))
    }
  }

  private var loginFile: String? {
    environment["NETRC"] ?? environment["HOME"].map { "\($0)/.netrc" }
  }

  private func value(of password: WebCredentials.Password) throws(TransportError) -> String {
    switch password {
    case .known(let text): return text
    case .asked(let question):
      if let answer = try ask(question) { return answer }
      throw failure(
        "the remote's 'ask_password' needs a terminal to ask on",
        "Without one, set 'password' with 'dvc remote modify --local'.")
    }
  }

  /// The certificate with the passphrase of its key, if that has one.
  ///
  /// - Throws: when a file cannot be read, of which libcurl would not say which.
  private func readable(
    _ certificate: HTTPOptions.Certificate
  ) throws(TransportError) -> HTTPOptions.Certificate {
    var certificate = certificate
    var key = try read(certificate.path, of: "cert_path")
    if let path = certificate.keyPath { key = try read(path, of: "key_path") }
    guard key.firstRange(of: Array("ENCRYPTED".utf8)) != nil else { return certificate }
    let path = certificate.keyPath ?? certificate.path
    guard let answer = try ask("Enter a passphrase for '\(path)':\n") else {
      throw failure(
        "the key '\(path)' has a passphrase, which needs a terminal to ask on",
        "Without one, set 'key_path' to a key without a passphrase.")
    }
    certificate.passphrase = answer
    return certificate
  }

  private func read(_ path: String, of option: String) throws(TransportError) -> [UInt8] {
    do { return try readFile(FilePath(path)) } catch {
      throw failure(
        "the remote's '\(option)' cannot be read: \(error.message)",
        "Correct it with 'dvc remote modify'.")
    }
  }

  private func ask(_ question: String) throws(TransportError) -> String? {
    if mayAsk(), let answer = OwnTerminal.askSecret(question) { return answer }
    try checkCancellation()
    return nil
  }

  private func failure(_ message: String, _ hint: String) -> TransportError {
    TransportError(
      .credentials, detail: message, cause: CairnError(message, kind: .credentials, hints: [hint]))
  }
}
