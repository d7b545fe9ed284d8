/// `dvc.lock`: how the stages of a pipeline file last ran.
package struct LockFile: Sendable {
  private static let version: Value = "2.0"

  /// The whole document, what this type knows nothing of included.
  private var document: Value.Mapping
  private var changed: Set<[YAMLPathStep]> = []

  /// A file without stages.
  package init() {
    document = ["schema": Self.version, "stages": .map(Value.Mapping())]
  }

  /// Parses the file that is shown as `path` (`dvc.lock`) in messages.
  package init(parsing bytes: [UInt8], path: String) throws(DocumentError) {
    let yaml = try YAMLDocument(parsing: bytes, name: path)
    document = try yaml.validated(against: .lockFile, name: path)
  }

  /// In the order of the file.
  package var stageNames: [String] { stages.keys }

  /// The `datasets` of the file, as they stand there.
  package var datasets: Value? { document["datasets"] }

  /// A stage. A new one goes to the end; one that is set anew keeps its place; nil removes it.
  package subscript(stage name: String) -> LockedStage? {
    get { stages[name]?.map.map(LockedStage.init(reading:)) }
    set {
      var stages = stages
      stages[name] = newValue?.value
      document["stages"] = .map(stages)
      changed.insert([.key("stages"), .key(name)])
    }
  }

  private var stages: Value.Mapping { document["stages"]?.map ?? Value.Mapping() }

  /// The bytes of the file. With an `original`, whatever was not set keeps its bytes.
  package func rendered(over original: [UInt8]? = nil) -> [UInt8] {
    // An original that is no YAML document has nothing to keep.
    guard let original, let edited = try? editYAML(original, to: .map(document), wholesale: changed)
    else { return renderYAML(.map(document)) }
    return edited
  }
}
