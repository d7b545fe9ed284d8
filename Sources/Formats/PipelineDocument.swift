/// The text of a `dvc.yaml`, changed without resolving anything in it.
///
/// What is not changed keeps its bytes; a file as DVC writes it becomes what DVC would write.
package struct PipelineDocument: Sendable {
  private let original: [UInt8]
  private var keys: Value.Mapping

  /// Parses the file that is shown as `path` (`dvc.yaml`) in messages.
  package init(parsing bytes: [UInt8], path: String) throws(DocumentError) {
    original = bytes
    keys = try YAMLDocument(parsing: bytes, name: path).value.map ?? Value.Mapping()
  }

  private var stages: Value.Mapping { keys["stages"]?.map ?? Value.Mapping() }

  /// The stages and groups in the order of the file.
  package var stageNames: [String] { stages.keys }

  /// What the file says beside its stages: `vars`, `plots` and so on.
  package var otherKeys: [String] { keys.keys.filter { $0 != "stages" } }

  /// Freezes a stage, or takes that back; nothing happens when there is no such stage.
  package mutating func setFrozen(_ isFrozen: Bool, of name: String) {
    guard var stage = stages[name]?.map else { return }
    stage["frozen"] = isFrozen ? true : nil
    set(stages: stages.setting(name, to: .map(stage)))
  }

  package mutating func remove(stage name: String) {
    set(stages: stages.setting(name, to: nil))
  }

  private mutating func set(stages: Value.Mapping) {
    keys["stages"] = .map(stages)
  }

  /// The bytes of the file; nil when no stage is left, for then DVC deletes it.
  package var rendered: [UInt8]? {
    if stages.isEmpty { return nil }
    // The original was parsed before, so that it can be edited.
    return (try? editYAML(original, to: .map(keys))) ?? renderYAML(.map(keys))
  }
}

extension Value.Mapping {
  /// The mapping with one value changed, or removed with nil.
  fileprivate func setting(_ key: String, to value: Value?) -> Value.Mapping {
    var copy = self
    copy[key] = value
    return copy
  }
}
