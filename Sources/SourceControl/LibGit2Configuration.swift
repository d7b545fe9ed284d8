import CLibGit2
import SystemPackage

/// The configuration files that Git would read with a given environment.
///
/// libgit2 looks at the process's own `HOME` and knows none of `GIT_CONFIG_GLOBAL`, `GIT_CONFIG_SYSTEM`
/// and `GIT_CONFIG_NOSYSTEM`.
struct LibGit2Configuration {
  let environment: [String: String]

  /// Makes `repository` read these files and its own.
  func install(in repository: OpaquePointer, local: FilePath) throws(SourceControlError) {
    var configuration: OpaquePointer?
    try LibGit2Library.check(git_config_new(&configuration), "read the configuration")
    defer { git_config_free(configuration) }
    for (level, path) in files + [(GIT_CONFIG_LEVEL_LOCAL, local)] {
      let code = path.withPlatformString {
        git_config_add_file_ondisk(configuration, $0, level, repository, 0)
      }
      if code != GIT_ENOTFOUND.rawValue {
        try LibGit2Library.check(code, "read the configuration '\(path)'")
      }
    }
    try LibGit2Library.check(
      git_repository_set_config(repository, configuration), "use the configuration")
  }

  /// The value of `key`; nil when no file sets it.
  static func value(
    of key: String, in repository: OpaquePointer
  ) throws(SourceControlError) -> String? {
    var configuration: OpaquePointer?
    try LibGit2Library.check(
      git_repository_config_snapshot(&configuration, repository), "read the configuration")
    defer { git_config_free(configuration) }
    var value: UnsafePointer<CChar>?
    let code = git_config_get_string(&value, configuration, key)
    if code == GIT_ENOTFOUND.rawValue { return nil }
    try LibGit2Library.check(code, "read '\(key)' in the configuration")
    return value.map { String(cString: $0) }
  }

  /// The files above the repository's own, least important first (git-config(1), FILES).
  private var files: [(git_config_level_t, FilePath)] {
    var files: [(git_config_level_t, FilePath)] = []
    if !GitConfiguration.isTrue(environment["GIT_CONFIG_NOSYSTEM"]) {
      let path = environment["GIT_CONFIG_SYSTEM"] ?? "/etc/gitconfig"
      files.append((GIT_CONFIG_LEVEL_SYSTEM, FilePath(path)))
    }
    if let path = environment["GIT_CONFIG_GLOBAL"] {
      if !path.isEmpty { files.append((GIT_CONFIG_LEVEL_GLOBAL, FilePath(path))) }
      return files
    }
    if let directory = xdgDirectory {
      files.append((GIT_CONFIG_LEVEL_XDG, directory.appending("git").appending("config")))
    }
    if let home = environment["HOME"], !home.isEmpty {
      files.append((GIT_CONFIG_LEVEL_GLOBAL, FilePath(home).appending(".gitconfig")))
    }
    return files
  }

  private var xdgDirectory: FilePath? {
    if let path = environment["XDG_CONFIG_HOME"], !path.isEmpty { return FilePath(path) }
    return environment["HOME"].map { FilePath($0).appending(".config") }
  }
}
