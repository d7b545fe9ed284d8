/// Which sections and options there are, and what they may be set to.
struct ConfigSchema {
  enum Section {
    /// - Parameter exclusive: options of which one at most may be set, by the name of their group.
    case options([String: ConfigOptionKind], exclusive: [String: [String]] = [:])
    /// A table of the same options for each name.
    case named([String: ConfigOptionKind])
    /// Tables whose options depend on the URL in them.
    case remotes
    /// Known options, and others that are only warned of.
    case features([String: ConfigOptionKind])
  }

  /// In the order in which DVC writes new sections and looks for mistakes.
  let sections: [(name: String, section: Section)]

  func section(_ name: String) -> Section? {
    sections.first { $0.name.utf8.elementsEqual(name.utf8) }?.section
  }
}

extension ConfigSchema {
  /// The options of DVC 3.67.1.
  static let dvc = ConfigSchema(sections: [
    ("core", .options(core)),
    ("cache", .options(cache)),
    ("remote", .remotes),
    (
      "state",
      .options([
        "dir": .string, "row_limit": .integer(1...Int.max), "row_cleanup_quota": .integer(0...100),
      ])
    ),
    ("index", .options(["dir": .string])),
    ("machine", .named(machine)),
    ("feature", .features(["machine": .boolean])),
    (
      "plots", .options(["html_template": .string, "auto_open": .boolean, "out_dir": .string])
    ),
    ("exp", .options(experiments)),
    (
      "parsing",
      .options([
        "bool": .oneOf(["store_true", "boolean_optional"]), "list": .oneOf(["nargs", "append"]),
      ])
    ),
    (
      "hydra",
      .options(
        [
          "enabled": .boolean, "config_dir": .string, "config_module": .string,
          "config_name": .string, "plugins_path": .string,
        ], exclusive: ["config_source": ["config_dir", "config_module"]])
    ),
    (
      "studio",
      .options(["token": .string, "url": .string, "repo_url": .string, "offline": .boolean])
    ),
    ("db", .named(["url": .string, "username": .string, "password": .string])),
  ])

  private static let core: [String: ConfigOptionKind] = [
    "remote": .lowercased, "checksum_jobs": .integer(1...Int.max), "interactive": .boolean,
    "analytics": .boolean, "hardlink_lock": .boolean, "no_scm": .boolean, "autostage": .boolean,
    "experiments": .boolean, "check_update": .boolean, "site_cache_dir": .string,
    "machine": .lowercased,
  ]

  private static let cache: [String: ConfigOptionKind] = [
    "local": .string, "s3": .string, "gs": .string, "hdfs": .string, "webhdfs": .string,
    "ssh": .string, "azure": .string, "dir": .string, "type": .linkTypes, "protected": .boolean,
    "shared": .oneOf(["group"]), "slow_link_warning": .boolean, "verify": .boolean,
  ]

  private static let machine: [String: ConfigOptionKind] = [
    "cloud": .oneOf(["aws", "azure"]),
    "region": .oneOf(["us-west", "us-east", "eu-west", "eu-north"]), "image": .string,
    "spot": .boolean, "spot_price": .float(atLeast: nil), "instance_hdd_size": .integer(),
    "instance_type": .lowercased, "instance_gpu": .lowercased, "ssh_private": .string,
    "startup_script": .string, "setup_script": .string,
  ]

  private static let experiments: [String: ConfigOptionKind] = [
    "code": .string, "data": .string, "models": .string, "metrics": .string, "params": .string,
    "plots": .string, "live": .string, "auto_push": .boolean, "git_remote": .string,
  ]
}
