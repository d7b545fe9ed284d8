extension Schema {
  /// What every entry may say about its content.
  package static let contentFields: [Field] = [
    optional("md5", .hash), optional("checksum", .hash), optional("etag", .hash),
    optional("size", .integer), optional("nfiles", .integer), optional("isexec", .boolean),
    optional("version_id", .string),
  ]

  private static let cloud = optional("cloud", .atMost(1, .keyed(.mapping(contentFields))))

  private static let files = optional(
    "files", .items([.mapping(contentFields + [required("relpath", .string), cloud])]))

  /// What users may say about outputs and artifacts.
  package static let annotationFields: [Field] = [
    optional("desc", .string), optional("type", .string), optional("labels", .items([.string])),
    optional("meta", .any),
  ]

  private static let pointerFields =
    contentFields + [
      optional("path", .string), optional("persist", .boolean), cloud, optional("hash", .string),
      files, optional("fs_config", .dictionary),
    ]

  private static let repository: Schema = .mapping([
    required("url", .string), optional("rev", .string), optional("rev_lock", .string),
    optional("config", .oneOf([.string, .dictionary])),
    optional("remote", .oneOf([.string, .dictionary])),
  ])

  private static let database: Schema = .mapping([
    optional("query", .string), optional("connection", .string), optional("file_format", .string),
    optional("table", .string),
  ])

  private static let pointerDependency: Schema = .mapping(
    pointerFields + [optional("repo", repository), optional("db", database)])

  private static let pointerOutput: Schema = .mapping(
    pointerFields + annotationFields + [
      optional("cache", .boolean), optional("remote", .string), optional("push", .boolean),
    ])

  /// A `.dvc` file.
  package static let pointerFile: Schema = .mapping([
    optional("md5", .hash), optional("wdir", .oneOf([.string, .null])),
    optional("deps", .oneOf([.items([pointerDependency]), .null])),
    optional("outs", .oneOf([.items([pointerOutput]), .null])),
    optional("locked", .boolean), optional("frozen", .boolean), optional("meta", .any),
    optional("always_changed", .boolean), optional("desc", .string),
  ])

  private static let lockEntry: Schema = .mapping(
    contentFields + [
      required("path", .string), cloud, files, optional("hash", .string),
      optional("dataset", .dictionary),
    ])

  /// One stage of `dvc.lock`.
  package static let lockedStage: Schema = .mapping([
    required("cmd", .oneOf([.string, .list])), optional("deps", .items([lockEntry])),
    optional("params", .keyed(.keyed(.any))), optional("outs", .items([lockEntry])),
  ])

  /// `dvc.lock`.
  package static let lockFile: Schema = .mapping([
    required("schema", .exactly("2.0", message: "invalid schema version")),
    optional("datasets", .any), optional("stages", .keyed(lockedStage)),
  ])
}
