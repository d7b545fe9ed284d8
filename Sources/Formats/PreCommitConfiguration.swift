package import Basics

/// `.pre-commit-config.yaml`, the settings of the tool `pre-commit`.
package enum PreCommitConfiguration {
  /// The settings with DVC's hooks, unless they are there.
  ///
  /// - Parameter name: of the file, as messages show it.
  package static func addingHooks(to bytes: [UInt8], name: String) throws(CairnError) -> [UInt8] {
    do throws(YAMLSyntaxError) {
      let value = try YAMLDocument(bytes: bytes).value
      var document = value.map ?? Value.Mapping()
      let entries = document["repos"]?.array ?? []
      let isList = document["repos"].map { $0.array != nil || $0.isNull } ?? true
      guard isList, value.map != nil || value.isNull else {
        throw YAMLSyntaxError(unreadable: "it holds no list of 'repos'")
      }
      if entries.contains(entry) { return bytes }
      document["repos"] = .array(entries + [entry])
      if let added = try appendYAML(entry, toListAt: "repos", of: bytes) { return added }
      return try editYAML(bytes, to: .map(document))
    } catch {
      throw CairnError(
        "unable to read: '\(name)', YAML file structure is corrupted",
        causes: [error.pythonText(in: bytes)])
    }
  }

  private static let entry: Value = [
    "repo": "https://github.com/treeverse/dvc", "rev": "3.67.1",
    "hooks": .array([
      hook("dvc-pre-commit", stage: "pre-commit"), hook("dvc-pre-push", stage: "pre-push"),
      hook("dvc-post-checkout", stage: "post-checkout", isAlwaysRun: true),
    ]),
  ]

  private static func hook(_ id: String, stage: String, isAlwaysRun: Bool = false) -> Value {
    var hook: Value.Mapping = [
      "id": .string(id), "additional_dependencies": [".[all]"], "language_version": "python3",
      "stages": [.string(stage)],
    ]
    if isAlwaysRun { hook["always_run"] = true }
    return .map(hook)
  }
}
