import Basics
import FileAccess
import SystemPackage

/// What requests are made with: the remote's options, completed from the AWS tools' variables and files.
struct S3Settings: Sendable {
  let endpoint: S3Endpoint
  let region: String
  /// Where the keys come from; nil for requests that nobody signs.
  let source: CredentialSource?
  let http: HTTPOptions
  private let configuration: AWSConfiguration
  private let options: S3Options

  /// - Parameter directory: what a relative path of certificates is relative to.
  init(
    _ options: S3Options, environment: [String: String], directory: FilePath
  ) throws(CairnError) {
    let configuration: AWSConfiguration
    do { configuration = try AWSConfiguration(options, environment) } catch {
      throw error.userError
    }
    source = try Self.source(options, configuration)
    region = configuration.region ?? "us-east-1"
    endpoint = try Self.endpoint(options, configuration, region)
    var http = HTTPOptions()
    http.trust = Self.trust(options, configuration, directory)
    http.connectTimeout = options.connectTimeout ?? http.connectTimeout
    http.idleTimeout = options.readTimeout ?? http.idleTimeout
    http.bytesPerSecond = options.bytesPerSecond
    http.proxies = ProxySettings(environment)
    self.http = http
    (self.configuration, self.options) = (configuration, options)
  }

  private init(_ other: S3Settings, region: String) throws(CairnError) {
    (source, http) = (other.source, other.http)
    (configuration, options) = (other.configuration, other.options)
    self.region = region
    endpoint = try Self.endpoint(options, configuration, region)
  }

  /// The same for a bucket that turned out to be in another region.
  func inRegion(_ region: String) throws(CairnError) -> S3Settings {
    try S3Settings(self, region: region)
  }

  /// Who is asked for keys. Certificates are believed that the AWS tools believe, whatever the remote says.
  func services(_ directory: FilePath, now: @escaping @Sendable () -> Int64) -> AWSServices {
    let trust = configuration.authorities.map { Self.authorities($0, directory) } ?? .system
    var services = AWSServices(environment: configuration.environment, trust: trust, now: now)
    services.patience = options.programPatience
    services.containerPatience = options.containerPatience
    return services
  }

  private static func source(
    _ options: S3Options, _ configuration: AWSConfiguration
  ) throws(CairnError) -> CredentialSource? {
    if options.isAnonymous { return nil }
    if let keys = options.keys { return .keys(keys) }
    return try configuration.source()
  }

  private static func endpoint(
    _ options: S3Options, _ configuration: AWSConfiguration, _ region: String
  ) throws(CairnError) -> S3Endpoint {
    try S3Endpoint(
      bucket: options.bucket, endpoint: options.endpoint ?? configuration.endpoint(of: "s3"),
      region: region,
      usesTLS: options.usesTLS, usesVirtualHosts: configuration.usesVirtualHosts)
  }

  private static func trust(
    _ options: S3Options, _ configuration: AWSConfiguration, _ directory: FilePath
  ) -> HTTPOptions.Trust {
    switch options.trust {
    case .everything: return .everything
    case .system: return .system
    case .authorities(let path): return authorities(path, directory)
    case nil: return configuration.authorities.map { authorities($0, directory) } ?? .system
    }
  }

  private static func authorities(_ text: String, _ directory: FilePath) -> HTTPOptions.Trust {
    let path = directory.pushing(FilePath(text))
    // What cannot be looked at is named by the error of the first connection.
    let isDirectory = (try? FileStatus.ifExists(at: path)?.kind == .directory) ?? false
    return isDirectory
      ? .authorityDirectory(path.string) : .authorityFile(path.string)
  }
}
