import FileAccess
import SystemPackage

/// What the AWS tools' variables and files say, for one profile.
struct AWSConfiguration: Sendable {
  let environment: [String: String]
  let files: AWSFiles
  /// Whether the remote names the profile: then variables with keys do not count.
  let hasOwnProfile: Bool
  /// Whether any file knows the profile.
  let hasProfile: Bool
  let profile: AWSProfile
  /// The section of `services` that the profile names.
  private let services: AWSFile.Section
  private let regionOfRemote: String?

  init(_ options: S3Options, _ environment: [String: String]) throws(FileError) {
    files = try AWSFiles(options, environment)
    let own = options.profile
    let name = own ?? environment["AWS_PROFILE"] ?? environment["AWS_DEFAULT_PROFILE"] ?? "default"
    self.environment = environment
    hasOwnProfile = own != nil
    let known = files.profile(name)
    hasProfile = known != nil || name == "default"
    profile = known ?? AWSProfile(name: name, credentials: [:], settings: [:])
    services =
      profile.settings.text("services").flatMap { [files] in
        files.settings.section("services", $0)
      } ?? [:]
    regionOfRemote = options.region
  }

  func variable(_ name: String) -> String? {
    guard let value = environment[name], !value.isEmpty else { return nil }
    return value
  }

  /// What the remote says comes first.
  var region: String? {
    regionOfRemote ?? variable("AWS_DEFAULT_REGION") ?? variable("AWS_REGION")
      ?? profile.text("region")
  }

  /// Where a service is, unless it is at Amazon's.
  ///
  /// - Parameter service: `s3`, `sts`, `sso` or `sso_oidc`.
  func endpoint(of service: String) -> String? {
    let ignored =
      variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")
      ?? profile.text("ignore_configured_endpoint_urls")
    if ignored?.lowercased() == "true" { return nil }
    return variable("AWS_ENDPOINT_URL_\(service.uppercased())") ?? variable("AWS_ENDPOINT_URL")
      ?? services.text(service, "endpoint_url") ?? profile.text("endpoint_url")
  }

  var usesVirtualHosts: Bool? {
    let style = "addressing_style"
    switch profile.settings.text("s3", style) ?? profile.credentials.text("s3", style) {
    case "virtual": return true
    case "path": return false
    default: return nil
    }
  }

  /// The file or directory of trusted authorities.
  var authorities: String? {
    variable("AWS_CA_BUNDLE") ?? profile.text("ca_bundle") ?? variable("REQUESTS_CA_BUNDLE")
  }
}
