import FileAccess
import SystemPackage

/// The two files of the AWS tools.
struct AWSFiles: Sendable {
  let credentials: AWSFile
  let settings: AWSFile

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
    credentials = try file(
      "AWS_SHARED_CREDENTIALS_FILE", options.credentialFile, "credentials")
    settings = try file("AWS_CONFIG_FILE", options.configFile, "config")
  }

  /// Nil for a profile that neither file knows.
  func profile(_ name: String) -> AWSProfile? {
    let known = (credentials.sections[name], settings.profile(name))
    guard known.0 != nil || known.1 != nil else { return nil }
    return AWSProfile(name: name, credentials: known.0 ?? [:], settings: known.1 ?? [:])
  }
}
