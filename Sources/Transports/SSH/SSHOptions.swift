package import Basics
package import SystemPackage

/// Where an SSH remote is, and how to get in: the URL and the options that DVC's configuration has.
package struct SSHOptions: Sendable, Equatable {
  /// A host name, an address, or a name from the user's `ssh_config`.
  package var host: String
  package var user: String?
  package var port: UInt16?
  /// On the server; a relative one, or none, begins in the user's home.
  package var path: [UInt8]
  package var password: String?
  package var passphrase: String?
  package var asksPassword = false
  package var asksPassphrase = false
  /// Used alone, without the agent's other keys.
  package var keyFile: FilePath?
  /// Seconds until a connection must stand.
  package var timeout: Int?
  /// Nil leaves it to the user's `ssh_config`.
  package var usesGSS: Bool?
  package var usesAgent = true
  /// The most sessions that the server allows in a connection.
  package var maxSessions: Int?
  /// How long the server may be silent while an answer is waited for.
  package var idleTimeout = Self.usualIdleTimeout

  static let usualIdleTimeout = Duration.seconds(60)

  package init(host: String, path: String) {
    self.host = host
    self.path = Array(path.utf8)
  }
}

extension SSHOptions {
  /// Reads the URL and the options of a remote; an option wins over what the URL says, as in DVC.
  package init(_ request: TransportRequest) throws(CairnError) {
    let url = try SSHURL(request.url)
    host = url.host
    path = url.path
    user = request.text("user") ?? url.user
    port = try request.number("port", in: 1...65_535).map(UInt16.init) ?? url.port
    password = request.text("password") ?? url.password
    passphrase = request.text("passphrase")
    asksPassword = try request.flag("ask_password") ?? false
    asksPassphrase = try request.flag("ask_passphrase") ?? false
    keyFile = request.text("keyfile").map { request.path($0) }
    timeout = try request.number("timeout", in: 1...Int(Int32.max))
    usesGSS = try request.flag("gss_auth")
    usesAgent = try request.flag("allow_agent") ?? true
    maxSessions = try request.number("max_sessions", in: 1...Int(Int32.max))
    idleTimeout = request.idleTimeout.map { .seconds($0) } ?? idleTimeout
  }

  /// As messages name it: `user@host:port`.
  var place: String {
    (user.map { "\($0)@" } ?? "") + host + (port.map { ":\($0)" } ?? "")
  }
}
