/// How a server is told who asks, as the remote's options say.
enum WebCredentials: Sendable, Equatable {
  /// By nothing but what the user's `.netrc` has for the host.
  case none
  case basic(user: String, Password)
  case digest(user: String, Password)
  case header(name: String, Password)
  case bearer(String)
  /// A command that prints a token.
  case command([String])

  enum Password: Sendable, Equatable {
    case known(String)
    /// To be asked for, in these words.
    case asked(String)
  }
}

/// What goes along with a request so that the server knows who asks.
struct WebAuthorization: Sendable, Equatable {
  var header: (name: String, value: String)?
  var digest: HTTPOptions.Login?
  var loginFile: String?
  var certificate: HTTPOptions.Certificate?

  static func == (left: Self, right: Self) -> Bool {
    left.header?.name == right.header?.name && left.header?.value == right.header?.value
      && left.digest == right.digest && left.loginFile == right.loginFile
      && left.certificate == right.certificate
  }
}
