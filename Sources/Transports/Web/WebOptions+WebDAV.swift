import Basics
import SystemPackage

extension WebOptions {
  /// The options of a remote of kind `webdav` or `webdavs`, as DVC has them.
  init(webDAV request: TransportRequest) throws(CairnError) {
    try self.init(
      request, own: ["token", "bearer_token_command", "cert_path", "key_path", "timeout"])
    let timeout = try request.number("timeout", in: 1...1_000_000) ?? 30
    (http.connectTimeout, http.idleTimeout) = (timeout, request.idleTimeout ?? timeout)
    http.certificate = request.text("cert_path").map { path in
      HTTPOptions.Certificate(
        path: request.path(path).string,
        keyPath: request.text("key_path").map { request.path($0).string })
    }
    root.path = String(root.path.prefix { $0 != "?" })
    while root.path.hasSuffix("/") { root.path.removeLast() }
    credentials = try Self.credentials(request, root)
    takeLoginOfURL()
  }

  /// The first of a command, a token, a user and a header of one's own, as in DVC.
  private static func credentials(
    _ request: TransportRequest, _ root: WebURL
  ) throws(CairnError) -> WebCredentials {
    if let command = request.text("bearer_token_command") {
      guard let words = ShellWords.split(command), !words.isEmpty else {
        throw CairnError(
          "config file error: 'bearer_token_command' has a quotation without an end",
          kind: .configuration)
      }
      return .command(words)
    }
    if let token = request.text("token") { return .bearer(token) }
    if let user = request.text("user") {
      let password = try request.password(askingFor: user, at: root.origin)
      return .basic(user: user, password ?? .known(root.password ?? ""))
    }
    guard root.user == nil, let name = request.text("custom_auth_header") else { return .none }
    let password = try request.password(askingFor: name, at: root.origin) ?? .known("")
    try requireHeader(name, request.text("password") ?? "")
    return .header(name: name, password)
  }
}
