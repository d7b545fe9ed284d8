/// How connections to a server are made.
struct HTTPOptions: Sendable, Equatable {
  /// Which certificates are believed.
  enum Trust: Sendable, Equatable {
    /// The authorities of the system.
    case system
    case authorityFile(String)
    case authorityDirectory(String)
    /// Anybody.
    case everything
  }

  var trust = Trust.system
  /// In seconds, to connect.
  var connectTimeout = 60
  /// In seconds without a byte, in either direction, after which a request is given up.
  var idleTimeout = 60
  /// In seconds, for a request with its answer as a whole.
  var timeout: Int?
  /// How fast a body may go out.
  var bytesPerSecond: Int?
  var proxies = ProxySettings()
  /// By which we say who we are.
  var certificate: Certificate?
  /// Who we are, for a server that asks in a way that keeps the password from it.
  var digest: Login?
  /// A file of names and passwords by host (`.netrc`); it need not be there.
  var loginFile: String?

  struct Login: Sendable, Equatable {
    var user: String
    var password: String
  }

  struct Certificate: Sendable, Equatable {
    /// A file.
    var path: String
    /// The file of its key; nil where that is in the same file.
    var keyPath: String?
    /// Of the key; empty for none.
    var passphrase = ""
  }
}
