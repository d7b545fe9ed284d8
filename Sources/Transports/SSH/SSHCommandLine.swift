import Basics
import SystemPackage

/// The arguments of `ssh`. Whatever they do not say is the user's `ssh_config`'s to say.
struct SSHCommandLine {
  let options: SSHOptions

  /// How sessions share a connection.
  enum Sharing {
    /// A connection of its own.
    case none
    /// The first session, through whose socket others join.
    case first(FilePath)
    /// Joins the connection behind the socket, and never makes one.
    case joining(FilePath)
  }

  /// Opens a session that speaks SFTP.
  ///
  /// - Parameters:
  ///   - answers: where passwords and the like come from.
  ///   - ciphers: those to offer, in this order; nil leaves it to the configuration.
  func session(_ sharing: Sharing, answers: Answers, ciphers: String? = nil) -> [[UInt8]] {
    let arguments = connecting(sharing, answers, ciphers)
    return (arguments + ["-s", "--", options.host, "sftp"]).map { Array($0.utf8) }
  }

  /// Opens a session that runs `cairn serve`, which finds out the rest by itself.
  func serve(_ sharing: Sharing, answers: Answers, ciphers: String? = nil) -> [[UInt8]] {
    let arguments = connecting(sharing, answers, ciphers)
    return (arguments + ["--", options.host, "cairn serve"]).map { Array($0.utf8) }
  }

  /// Logs in and opens no session.
  func master(_ socket: FilePath, answers: Answers, ciphers: String? = nil) -> [[UInt8]] {
    let arguments = connecting(.first(socket), answers, ciphers)
    return (arguments + ["-N", "--", options.host]).map { Array($0.utf8) }
  }

  private func connecting(
    _ sharing: Sharing, _ answers: Answers, _ ciphers: String?
  ) -> [String] {
    Self.modest + Self.alive + login + answers.arguments + Self.sharing(sharing)
      + (ciphers.map { ["-oCiphers=\($0)"] } ?? [])
  }

  /// Asks `ssh` what the user's configuration makes of all this.
  func question() -> [[UInt8]] {
    (["-G"] + login + ["--", options.host]).map { Array($0.utf8) }
  }

  /// Asks whether a connection that the user's configuration shares is open.
  func check() -> [[UInt8]] {
    (["-O", "check", "-oBatchMode=yes"] + login + ["--", options.host]).map { Array($0.utf8) }
  }

  /// Who answers when `ssh` asks for a password, a passphrase, or what to do with a host key.
  enum Answers {
    /// Nobody: `ssh` must not ask.
    case nobody
    /// Our helper, once.
    case helper
    /// The user, on the terminal.
    case user

    fileprivate var arguments: [String] {
      switch self {
      case .nobody: ["-oBatchMode=yes"]
      case .helper: ["-oBatchMode=no", "-oNumberOfPasswordPrompts=1"]
      case .user: []
      }
    }
  }

  /// Nothing but the session: no forwarding, no command, no terminal that the configuration asks for.
  private static let modest = [
    "-oForwardX11=no", "-oForwardAgent=no", "-oClearAllForwardings=yes", "-oPermitLocalCommand=no",
    "-oRequestTTY=no", "-oRemoteCommand=none", "-oLogLevel=INFO",
  ]

  /// A peer that is gone is noticed within two minutes.
  private static let alive = ["-oServerAliveInterval=30", "-oServerAliveCountMax=4"]

  private var login: [String] {
    var arguments: [String] = []
    if let user = options.user { arguments += ["-l", user] }
    if let port = options.port { arguments += ["-p", "\(port)"] }
    if let file = options.keyFile {
      arguments += ["-oIdentitiesOnly=yes", "-i", Self.escaped(file)]
    }
    if let seconds = options.timeout { arguments.append("-oConnectTimeout=\(seconds)") }
    if let uses = options.usesGSS {
      arguments.append("-oGSSAPIAuthentication=\(uses ? "yes" : "no")")
    }
    if !options.usesAgent { arguments.append("-oIdentityAgent=none") }
    if !methods.isEmpty {
      arguments.append("-oPreferredAuthentications=\(methods.joined(separator: ","))")
    }
    return arguments
  }

  /// Only what is configured, as in DVC: no other keys are tried before a password, and no password
  /// is asked for when a key is named.
  private var methods: [String] {
    var methods: [String] = []
    if options.keyFile != nil || options.passphrase != nil { methods.append("publickey") }
    if options.password != nil { methods += ["keyboard-interactive", "password"] }
    return methods.isEmpty || options.usesGSS != true ? methods : ["gssapi-with-mic"] + methods
  }

  private static func sharing(_ sharing: Sharing) -> [String] {
    switch sharing {
    case .none: ["-oControlMaster=no"]
    case .first(let socket):
      ["-oControlMaster=yes", "-oControlPersist=no", "-oControlPath=\(escaped(socket))"]
    case .joining(let socket):
      ["-oControlMaster=no", "-oProxyCommand=false", "-oControlPath=\(escaped(socket))"]
    }
  }

  /// `ssh` replaces `%` and what follows it.
  private static func escaped(_ path: FilePath) -> String {
    path.string.split(separator: "%", omittingEmptySubsequences: false).joined(separator: "%%")
  }
}
