import Basics

extension S3Options {
  /// Options that need nothing of a transport, or that somebody above looks at.
  private static let others: Set<String> = [
    "url", "jobs", "checksum_jobs", "verify", "no_traverse", "listobjects", "cache_regions",
    "version_aware", "worktree",
  ]

  /// Reads the URL and the options of a remote.
  ///
  /// - Throws: for what is wrong, and by name for what is not known.
  init(_ request: TransportRequest) throws(CairnError) {
    let options = request.options.filter { !$0.value.isEmpty }
    (bucket, root) = Self.place(request.url)
    region = options["region"]
    endpoint = options["endpointurl"]
    profile = options["profile"]
    credentialFile = options["credentialpath"]
    configFile = options["configpath"]
    keys = try Self.keys(options)
    isAnonymous = Self.flag(options["allow_anonymous_login"]) ?? false
    usesTLS = Self.flag(options["use_ssl"]) ?? true
    trust = Self.trust(options["ssl_verify"])
    connectTimeout = options["connect_timeout"].flatMap { Int($0) }
    readTimeout = request.idleTimeout ?? options["read_timeout"].flatMap { Int($0) }
    programPatience = request.idleTimeout ?? programPatience
    bytesPerSecond = request.bandwidth?.bytesPerSecond
    headers = try S3ObjectHeaders(options)
    width = options["jobs"].flatMap { Int($0) } ?? width
    if let unknown = options.keys.sorted().first(where: { !Self.isKnown($0) }) {
      throw CairnError(
        "the option '\(unknown)' of s3 remotes is not supported by Cairn", kind: .configuration)
    }
  }

  private static func isKnown(_ option: String) -> Bool {
    others.contains(option) || own.contains(option)
      || S3ObjectHeaders.options.contains(option)
  }

  private static let own: Set<String> = [
    "region", "endpointurl", "profile", "credentialpath", "configpath", "access_key_id",
    "secret_access_key", "session_token", "allow_anonymous_login", "use_ssl", "ssl_verify",
    "connect_timeout", "read_timeout",
  ]

  /// Takes `s3://bucket/root` apart.
  private static func place(_ url: String) -> (bucket: String, root: String) {
    let slash = UInt8(ascii: "/")
    let rest = url.utf8.drop { $0 != slash }.drop { $0 == slash }
    let bucket = rest.prefix { $0 != slash }
    let root = rest.dropFirst(bucket.count).drop { $0 == slash }
    let end = root.reversed().drop { $0 == slash }.count
    return (
      String(decoding: bucket, as: UTF8.self), String(decoding: root.prefix(end), as: UTF8.self)
    )
  }

  private static func keys(_ options: [String: String]) throws(CairnError) -> S3Credentials? {
    switch (options["access_key_id"], options["secret_access_key"]) {
    case (let id?, let secret?):
      return S3Credentials(id: id, secret: secret, sessionToken: options["session_token"])
    case (nil, nil): return nil
    case (nil, _): throw .partialCredentials(in: "explicit", missing: "access_key_id")
    case (_, nil): throw .partialCredentials(in: "explicit", missing: "secret_access_key")
    }
  }

  private static func flag(_ text: String?) -> Bool? {
    switch text?.lowercased() {
    case "true": true
    case "false": false
    default: nil
    }
  }

  private static func trust(_ text: String?) -> Trust? {
    guard let text else { return nil }
    switch flag(text) {
    case true: return .system
    case false: return .everything
    case nil: return .authorities(text)
    }
  }
}
