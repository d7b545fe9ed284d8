/// `http://host:port/path`, taken apart.
struct HTTPAddress: Sendable, Equatable {
  let isTLS: Bool
  /// With the port, unless it is the usual one.
  let host: String
  /// Without slashes at the end.
  let path: String

  /// Nil for what is no such URL; a query is left out.
  init?(_ url: String) {
    let isTLS = url.lowercased().hasPrefix("https://")
    guard isTLS || url.lowercased().hasPrefix("http://") else { return nil }
    let rest = url.utf8.dropFirst(isTLS ? 8 : 7)
    let authority = rest.prefix { !"/?#\\".utf8.contains($0) }
    var host = String(decoding: authority, as: UTF8.self)
    let usualPort = isTLS ? ":443" : ":80"
    if host.hasSuffix(usualPort) { host.removeLast(usualPort.count) }
    guard !host.isEmpty, !host.contains("@") else { return nil }
    var path = String(
      decoding: rest.dropFirst(authority.count).prefix { !"?#".utf8.contains($0) }, as: UTF8.self)
    while path.hasSuffix("/") { path.removeLast() }
    (self.isTLS, self.host, self.path) = (isTLS, host, path)
  }

  /// The host without port and brackets.
  var hostName: String {
    if host.hasPrefix("[") { return String(host.dropFirst().prefix { $0 != "]" }) }
    return String(host.prefix { $0 != ":" })
  }

  /// With the port, also when it is the usual one.
  var hostAndPort: String {
    let rest = host.hasPrefix("[") ? host.drop { $0 != "]" } : host[...]
    return rest.contains(":") ? host : "\(host):\(isTLS ? 443 : 80)"
  }

  var origin: String { "\(isTLS ? "https" : "http")://\(host)" }
}
