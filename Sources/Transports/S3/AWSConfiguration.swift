import FileAccess
import SystemPackage

/// What the AWS tools' variables and files say, for one profile.
struct AWSConfiguration: Sendable {
  let environment: [String: String]
  /// Whether the remote names the profile: then variables with keys do not count.
  let hasOwnProfile: Bool
  let profileName: String
  /// Whether any file knows the profile.
  let hasProfile: Bool
  /// Of the file of credentials.
  let credentials: AWSFile.Section
  /// Of the file of configuration.
  let profile: AWSFile.Section
  /// The section of `services` that the profile names.
  let services: AWSFile.Section

  /// Reads the files that `options` or the variables name, or else those below the home directory.
  ///
  /// As in DVC, the variables win over the remote's options.
  init(_ options: S3Options, _ environment: [String: String]) throws(FileError) {
    func file(_ variable: String, _ option: String?, _ name: String) throws(FileError) -> AWSFile {
      let home = environment["HOME"] ?? ""
      var path = environment[variable] ?? option ?? "~/.aws/\(name)"
      if path.hasPrefix("~/") { path = home + path.dropFirst() }
      return AWSFile(try readFileIfExists(FilePath(path)) ?? [])
    }
    let secrets = try file("AWS_SHARED_CREDENTIALS_FILE", options.credentialFile, "credentials")
    let settings = try file("AWS_CONFIG_FILE", options.configFile, "config")
    let own = options.profile
    let name = own ?? environment["AWS_PROFILE"] ?? environment["AWS_DEFAULT_PROFILE"] ?? "default"
    self.environment = environment
    hasOwnProfile = own != nil
    profileName = name
    let known = (secrets.sections[name], settings.profile(name))
    hasProfile = known.0 != nil || known.1 != nil || name == "default"
    (credentials, profile) = (known.0 ?? [:], known.1 ?? [:])
    services = profile.text("services").flatMap { settings.sections["services \($0)"] } ?? [:]
  }

  /// An option of the profile; the file of credentials wins.
  func text(_ name: String) -> String? { credentials.text(name) ?? profile.text(name) }

  func variable(_ name: String) -> String? {
    guard let value = environment[name], !value.isEmpty else { return nil }
    return value
  }

  var region: String? {
    variable("AWS_DEFAULT_REGION") ?? variable("AWS_REGION") ?? text("region")
  }

  /// Where S3 is, unless the remote says so itself.
  var endpoint: String? {
    let ignored =
      variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")
      ?? text("ignore_configured_endpoint_urls")
    if ignored?.lowercased() == "true" { return nil }
    return variable("AWS_ENDPOINT_URL_S3") ?? variable("AWS_ENDPOINT_URL")
      ?? services.text("s3", "endpoint_url") ?? text("endpoint_url")
  }

  var usesVirtualHosts: Bool? {
    switch profile.text("s3", "addressing_style") ?? credentials.text("s3", "addressing_style") {
    case "virtual": true
    case "path": false
    default: nil
    }
  }

  /// The file or directory of trusted authorities.
  var authorities: String? {
    variable("AWS_CA_BUNDLE") ?? text("ca_bundle") ?? variable("REQUESTS_CA_BUNDLE")
  }
}
