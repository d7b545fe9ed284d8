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
  /// The URL of a proxy; empty for none.
  var proxy = ""
  /// The hosts that are spoken to without the proxy, with commas between them.
  var unproxiedHosts = ""
}

extension HTTPOptions {
  /// Takes the proxy from the variables that curl, wget and Python read.
  mutating func takeProxy(from environment: [String: String], isTLS: Bool) {
    let names = isTLS ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy", "HTTP_PROXY"]
    proxy = (names + ["all_proxy", "ALL_PROXY"]).lazy.compactMap { environment[$0] }.first ?? ""
    unproxiedHosts = environment["no_proxy"] ?? environment["NO_PROXY"] ?? ""
  }
}
