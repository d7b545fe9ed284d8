import Basics

/// What the words of `ssh` mean. The only place that knows them (OpenSSH 7.6 to 10).
struct SSHDiagnosis {
  private let options: SSHOptions
  private let end: ProgramEnd
  /// Asked for remedies only.
  private let ask: () -> SSHResolved

  init(_ options: SSHOptions, _ end: ProgramEnd, ask: @escaping () -> SSHResolved) {
    self.options = options
    self.end = end
    self.ask = ask
  }

  private struct Rule {
    var words: String
    var kind: TransportError.Kind

    init(_ words: String, _ kind: TransportError.Kind) {
      self.words = words
      self.kind = kind
    }
  }

  private static let refusedSession = "session open refused"

  /// Whether the server has no room for another session; it may not have noticed yet that one has ended.
  static func isRefusedSession(_ end: ProgramEnd) -> Bool {
    end.errors.lowercased().contains(refusedSession)
  }

  /// The first whose words were said decides.
  private static let rules = [
    Rule("could not resolve hostname", .unreachable),
    Rule("connection refused", .unreachable),
    Rule("no route to host", .unreachable),
    Rule("network is unreachable", .unreachable),
    Rule("operation timed out", .unreachable),
    Rule("permission denied (", .credentials),
    Rule("too many authentication failures", .credentials),
    Rule("no supported authentication methods", .credentials),
    Rule("sign_and_send_pubkey", .credentials),
    Rule("unable to negotiate", .unreachable),
    Rule("bad configuration option", .failed),
    Rule("terminating, ", .failed),
    Rule(refusedSession, .interrupted),
    Rule("connection reset", .interrupted),
    Rule("connection closed", .interrupted),
    Rule("connection timed out", .unreachable),
    Rule("broken pipe", .interrupted),
    Rule("not responding", .interrupted),
    Rule("disconnected from", .interrupted),
  ]

  var error: TransportError {
    if let reason = end.reason { return broken(reason) }
    if said("remote host identification has changed") { return changedHostKey }
    if said("host key verification failed") || said("host key is known for") {
      return unknownHostKey
    }
    if said("request failed on channel") || said("allows sftp connections only") {
      return noSubsystem
    }
    let rule = Self.rules.first { said($0.words) }
    if end.wasEstablished { return failure(.interrupted, line(rule) ?? "the connection was lost") }
    return failure(rule?.kind ?? .failed, line(rule) ?? "ssh ended with exit code \(end.status)")
  }

  private var lines: [String] {
    end.errors.split { $0.isNewline }.map(String.init).filter { !$0.isEmpty }
  }

  private func said(_ words: String) -> Bool { end.errors.lowercased().contains(words) }

  /// The line that the rule is about, or the last one.
  private func line(_ rule: Rule?) -> String? {
    guard let rule else { return lines.last }
    return lines.last { $0.lowercased().contains(rule.words) } ?? lines.last
  }

  private func failure(_ kind: TransportError.Kind, _ text: String) -> TransportError {
    let text = text.hasPrefix("ssh: ") ? String(text.dropFirst(5)) : text
    return TransportError(kind, detail: "ssh to '\(options.place)': \(text)")
  }

  /// We ended it: the server was silent, or spoke something else than SFTP.
  private func broken(_ reason: String) -> TransportError {
    if end.wasEstablished || reason.hasSuffix("did not answer") {
      return failure(.interrupted, reason)
    }
    return SSHConnector.failure(
      .failed, "ssh to '\(options.place)': \(reason) instead of SFTP",
      hints: ["Make sure that the shell's start-up files on the server print nothing."])
  }
}

// Host keys, and servers without SFTP.
extension SSHDiagnosis {
  private var changedHostKey: TransportError {
    let remedy = lines.first { $0.contains("ssh-keygen") && $0.contains("-R") }
      .map { String($0.drop { $0 == " " }) }
    return SSHConnector.failure(
      .unreachable,
      "ssh to '\(options.place)': the host's key is not the one that is known; somebody else may be answering",
      hints: [
        "If the server has a new key, forget the old one and take in the new one:",
        "    " + (remedy ?? "ssh-keygen -R '\(target.known)'"), "    " + target.scan,
      ])
  }

  private var unknownHostKey: TransportError {
    SSHConnector.failure(
      .unreachable, "ssh to '\(options.place)': the host's key is not known",
      hints: [
        "Connect once with ssh and look at the key, or, if you trust the network, take it in:",
        "    " + target.scan,
      ])
  }

  private var noSubsystem: TransportError {
    SSHConnector.failure(
      .unsupported, "ssh to '\(options.place)': the server offers no SFTP",
      hints: ["Its sshd_config needs a line such as 'Subsystem sftp internal-sftp'."])
  }

  private var target: (known: String, scan: String) {
    let resolved = ask()
    let host = resolved.host ?? options.host
    let port = resolved.port ?? options.port.map { "\($0)" } ?? "22"
    let isUsual = port == "22"
    return (
      isUsual ? host : "[\(host)]:\(port)",
      "ssh-keyscan \(isUsual ? "" : "-p \(port) ")\(host) >> \(resolved.knownHosts ?? "~/.ssh/known_hosts")"
    )
  }
}
