package import SystemPackage

extension Configuration {
  /// `core.remote`, in lower case.
  package var defaultRemoteName: String? {
    self["core", "remote"].flatMap { $0.string?.lowercased() }.flatMap { $0.isEmpty ? nil : $0 }
  }
  package var checksumJobs: Int? { integer("core", "checksum_jobs") }
  package var isInteractive: Bool { flag("core", "interactive", default: false) }
  package var sendsAnalytics: Bool { flag("core", "analytics", default: true) }
  package var usesHardlinkLock: Bool { flag("core", "hardlink_lock", default: false) }
  package var hasNoSCM: Bool { flag("core", "no_scm", default: false) }
  package var stagesAutomatically: Bool { flag("core", "autostage", default: false) }
  package var checksForUpdates: Bool { flag("core", "check_update", default: true) }
  /// `DVC_SITE_CACHE_DIR`, or else `core.site_cache_dir`.
  package var siteCacheDirectory: String? {
    surroundings.variable("DVC_SITE_CACHE_DIR") ?? self["core", "site_cache_dir"]?.string
  }

  package var cache: CacheSettings { CacheSettings(self) }

  /// How `true` and `false` become arguments of a command (dvc-format §13).
  package var booleanArguments: String {
    self["parsing", "bool"]?.string?.lowercased() ?? "store_true"
  }
  /// How lists become arguments of a command.
  package var listArguments: String { self["parsing", "list"]?.string?.lowercased() ?? "nargs" }

  package var plotsTemplate: String? { self["plots", "html_template"]?.string }
  package var plotsDirectory: String { self["plots", "out_dir"]?.string ?? "dvc_plots" }
  package var opensPlots: Bool { flag("plots", "auto_open", default: false) }

  /// `DVC_EXP_GIT_REMOTE`, or else `exp.git_remote`.
  package var experimentsGitRemote: String {
    surroundings.variable("DVC_EXP_GIT_REMOTE") ?? self["exp", "git_remote"]?.string ?? "origin"
  }
  /// `DVC_EXP_AUTO_PUSH`, or else `exp.auto_push`.
  package var pushesExperiments: Bool {
    if let text = surroundings.variable("DVC_EXP_AUTO_PUSH") {
      return ["1", "y", "yes", "true"].contains(text.lowercased())
    }
    return flag("exp", "auto_push", default: false)
  }

  private func flag(_ section: String, _ option: String, default: Bool) -> Bool {
    self[section, option]?.configBoolean ?? `default`
  }

  private func integer(_ section: String, _ option: String) -> Int? {
    self[section, option]?.string.flatMap(pythonInteger)
  }
}

/// The settings of section `cache`.
package struct CacheSettings: Sendable, Equatable {
  /// Absolute; nil when the cache is where it is by default.
  package let directory: FilePath?
  /// The types of links to try, in order.
  package let linkTypes: [String]
  /// Whether files and directories are writable by the group.
  package let isShared: Bool
  package let warnsOfSlowLinks: Bool
  /// Whether what is added is hashed again.
  package let verifies: Bool

  init(_ configuration: Configuration) {
    directory = configuration.path(["cache", "dir"])
    linkTypes = configuration["cache", "type"]?.configList ?? ["reflink", "copy"]
    isShared = configuration["cache", "shared"] != nil
    warnsOfSlowLinks = configuration["cache", "slow_link_warning"]?.configBoolean ?? true
    verifies = configuration["cache", "verify"]?.configBoolean ?? false
  }
}
