import Basics
import FileAccess
import SystemPackage

/// Where a remote of HTTP or WebDAV is, and how to talk to it.
struct WebOptions: Sendable, Equatable {
  /// What the URLs of all objects begin with; ends without a slash.
  var root: WebURL
  var credentials = WebCredentials.none
  var http = HTTPOptions()
  /// How objects are uploaded: PUT or POST.
  var uploadMethod = HTTPRequest.Method.put
  /// In seconds, for a command that prints a token.
  var commandPatience = AskedProgram.patience
  /// Requests at a time.
  var width = 16

  init(root: WebURL) {
    self.root = root
    while self.root.path.hasSuffix("/") { self.root.path.removeLast() }
  }

  /// What the options of both kinds say.
  ///
  /// - Parameter own: the other options of the kind.
  init(_ request: TransportRequest, own: Set<String>) throws(CairnError) {
    let scheme = request.scheme
    let url = request.url.dropFirst(scheme.utf8.count)
    guard let root = WebURL((scheme.hasSuffix("s") ? "https" : "http") + url) else {
      throw CairnError(
        "config file error: the URL of the \(scheme) remote has no host name that can be used",
        kind: .configuration)
    }
    self.init(root: root)
    width = try request.number("jobs", in: 1...10_000) ?? width
    http.trust = try Self.trust(request)
    http.bytesPerSecond = request.bandwidth?.bytesPerSecond
    http.proxies = ProxySettings(request.environment)
    commandPatience = request.idleTimeout ?? commandPatience
    let known = own.union(Self.common)
    let unknown = request.options.keys.sorted().first { name in
      !known.contains(name) && request.text(name) != nil
    }
    if let unknown {
      throw CairnError(
        "the option '\(unknown)' of \(scheme) remotes is not supported by Cairn",
        kind: .configuration)
    }
  }

  /// Options that both kinds have, or that somebody above looks at.
  private static let common: Set<String> = [
    "url", "jobs", "checksum_jobs", "verify", "no_traverse", "version_aware", "worktree", "user",
    "password", "ask_password", "custom_auth_header", "ssl_verify",
  ]

  /// A certificate of one's own, or what Python's and OpenSSL's variables name.
  private static func trust(_ request: TransportRequest) throws(CairnError) -> HTTPOptions.Trust {
    let text = request.text("ssl_verify")
    switch text?.lowercased() {
    case "false": return .everything
    case "true", nil:
      if let file = request.variable("SSL_CERT_FILE") { return .authorityFile(file) }
      if let path = request.variable("SSL_CERT_DIR") { return .authorityDirectory(path) }
      return .system
    default:
      let path = request.currentDirectory.pushing(request.path(text ?? ""))
      // What cannot be looked at is named by the error of the first connection.
      let isDirectory = (try? FileStatus.ifExists(at: path)?.kind == .directory) ?? false
      return isDirectory ? .authorityDirectory(path.string) : .authorityFile(path.string)
    }
  }

  /// Who asks, when the URL says so.
  mutating func takeLoginOfURL() {
    if case .none = credentials, let user = root.user {
      credentials = .basic(user: user, .known(root.password ?? ""))
    }
    (root.user, root.password) = (nil, nil)
  }

  static func requireHeader(_ name: String, _ value: String) throws(CairnError) {
    let isName = name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
    guard isName, value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
      throw CairnError(
        "config file error: what 'custom_auth_header' and 'password' say is no header of HTTP",
        kind: .configuration)
    }
  }
}

extension TransportRequest {
  /// The password, or how to ask for it; nil where neither is configured.
  func password(askingFor user: String, at host: String) throws(CairnError)
    -> WebCredentials.Password?
  {
    if let known = text("password") { return .known(known) }
    guard try flag("ask_password") == true else { return nil }
    return .asked("Enter a password for host '\(host)' user '\(user)':\n")
  }
}
