/// A `.dvc` file: what Git keeps of data that it does not hold.
package struct PointerFile: Sendable, Equatable {
  package var desc: String?
  /// The checksum of an import's definition.
  package var md5: String?
  /// Where paths are relative to, when not the file's own directory.
  package var wdir: String?
  package var frozen = false
  package var deps: [DependencyEntry] = []
  package var outs: [OutputEntry] = []
  package var alwaysChanged = false
  package var meta: Value?

  package init() {}

  /// Parses the file that is shown as `path` (`data.dvc`) in messages.
  package init(parsing bytes: [UInt8], path: String) throws(DocumentError) {
    let document = try YAMLDocument(parsing: bytes, name: path)
    let mapping = try document.validated(against: .pointerFile, name: path)
    let complaints = Self.missingPaths(mapping)
    guard complaints.isEmpty else {
      throw DocumentError(name: path, complaints: complaints, document: document)
    }
    self.init(reading: mapping)
  }

  /// Outputs without a path, which DVC's schema lets through and DVC then crashes on.
  private static func missingPaths(_ document: Value.Mapping) -> [Schema.Complaint] {
    (document["outs"]?.array ?? []).enumerated().compactMap { number, entry in
      guard let entry = entry.map, entry["path"] == nil else { return nil }
      return Schema.Complaint(
        path: [.key("outs"), .index(number), .key("path")], message: "required key not provided")
    }
  }

  /// Reads a document that fits the schema.
  package init(reading document: Value.Mapping) {
    desc = document["desc"]?.string
    md5 = document["md5"]?.scalarText
    wdir = document["wdir"]?.string
    frozen = document["frozen"]?.bool ?? document["locked"]?.bool ?? false
    deps = (document["deps"]?.array ?? []).compactMap { $0.map.map(DependencyEntry.init(reading:)) }
    outs = (document["outs"]?.array ?? []).compactMap { $0.map.map(OutputEntry.init(reading:)) }
    alwaysChanged = document["always_changed"]?.bool ?? false
    meta = document["meta"]
  }

  /// The document as DVC writes it from scratch.
  package var value: Value {
    var document = Value.Mapping()
    if let desc, !desc.isEmpty { document["desc"] = .string(desc) }
    if let md5 { document["md5"] = .string(md5) }
    if let wdir, wdir != "." { document["wdir"] = .string(wdir) }
    if frozen { document["frozen"] = true }
    if !deps.isEmpty { document["deps"] = .array(deps.map { $0.toValue(order: .pointer) }) }
    if !outs.isEmpty { document["outs"] = .array(outs.map { $0.toValue(order: .pointer) }) }
    if alwaysChanged { document["always_changed"] = true }
    if let meta, !meta.isEmptyOrNull { document["meta"] = meta }
    return .map(document)
  }

  /// The bytes of the file. With an `original`, its comments and the order of its keys are kept.
  package func rendered(over original: [UInt8]? = nil) -> [UInt8] {
    // An original that is no YAML document has nothing to keep.
    guard let original, let edited = try? editYAML(original, to: value) else {
      return renderYAML(value)
    }
    return edited
  }
}
