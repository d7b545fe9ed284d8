import Basics

extension WebOptions {
  /// The options of a remote of kind `http` or `https`, as DVC has them; `auth = digest`, which DVC does
  /// not carry out, as well.
  init(http request: TransportRequest) throws(CairnError) {
    try self.init(request, own: ["auth", "method", "connect_timeout", "read_timeout"])
    uploadMethod = try Self.method(request.text("method"))
    http.connectTimeout = try request.seconds("connect_timeout") ?? http.connectTimeout
    let idleTimeout = try request.seconds("read_timeout")
    http.idleTimeout = request.idleTimeout ?? idleTimeout ?? http.idleTimeout
    credentials = try Self.credentials(request, root.text)
    takeLoginOfURL()
  }

  private static func method(_ text: String?) throws(CairnError) -> HTTPRequest.Method {
    switch text?.lowercased() {
    case "post", nil: return .post
    case "put": return .put
    case let other?:
      throw CairnError(
        "method has to be either 'post' or 'put', not: '\(other)'", kind: .configuration)
    }
  }

  /// Without `auth` the other options say nothing, as in DVC.
  private static func credentials(
    _ request: TransportRequest, _ place: String
  ) throws(CairnError) -> WebCredentials {
    guard let method = request.text("auth") else { return .none }
    let user = request.text("user")
    let password = try request.password(askingFor: user ?? "custom", at: place)
    switch method {
    case "basic", "digest":
      guard let user, let password else { throw lacking("user", "password", method) }
      return method == "basic" ? .basic(user: user, password) : .digest(user: user, password)
    case "custom":
      guard let name = request.text("custom_auth_header"), let password else {
        throw lacking("custom_auth_header", "password", method)
      }
      try requireHeader(name, request.text("password") ?? "")
      return .header(name: name, password)
    default:
      throw CairnError(
        "config file error: 'auth' must be basic, digest or custom, not '\(method)'",
        kind: .configuration)
    }
  }

  private static func lacking(_ first: String, _ second: String, _ method: String) -> CairnError {
    CairnError(
      "HTTP '\(method)' authentication require both '\(first)' and '\(second)'",
      kind: .configuration,
      hints: ["Learn more about configuration settings at <https://man.dvc.org/remote/modify>."])
  }
}
