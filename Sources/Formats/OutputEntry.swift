/// In which file an entry stands, which decides the order of its keys.
package enum EntryOrder: Sendable {
  /// A `.dvc` file: the hash first.
  case pointer
  /// `dvc.lock`: the path first.
  case lock
}

/// An entry of `outs`.
@dynamicMemberLookup
package struct OutputEntry: Sendable, Equatable {
  /// Relative to the file's directory (or its `wdir`), with `/`.
  package var path: String
  package var content: ContentInfo
  package var fsConfig: Value.Mapping?
  package var desc: String?
  package var type: String?
  package var labels: [String]?
  package var meta: Value?
  /// Whether the content belongs in the cache.
  package var cache = true
  package var persist = false
  /// The remote that alone holds the content.
  package var remote: String?
  /// Whether `push` takes the content along.
  package var push = true

  package init(path: String, content: ContentInfo) {
    self.path = path
    self.content = content
  }

  package subscript<Member>(dynamicMember member: WritableKeyPath<ContentInfo, Member>) -> Member {
    get { content[keyPath: member] }
    set { content[keyPath: member] = newValue }
  }

  /// Reads an entry that fits the schema.
  package init(reading entry: Value.Mapping) {
    path = entry["path"]?.string ?? ""
    content = ContentInfo(reading: entry)
    fsConfig = entry["fs_config"]?.map
    desc = entry["desc"]?.string
    type = entry["type"]?.string
    labels = entry["labels"]?.array?.compactMap(\.string)
    meta = entry["meta"]
    cache = entry["cache"]?.bool ?? true
    persist = entry["persist"]?.bool ?? false
    remote = entry["remote"]?.string
    push = entry["push"]?.bool ?? true
  }

  /// The entry as DVC writes it from scratch.
  package func toValue(order: EntryOrder) -> Value {
    var entry = Value.Mapping()
    switch order {
    case .lock: content.appendForLock(to: &entry, path: path)
    case .pointer:
      content.append(to: &entry)
      if let hashName = content.hashName { entry["hash"] = .string(hashName) }
      entry["path"] = .string(path)
      appendAnnotations(to: &entry)
      if let files = content.files { entry["files"] = .array(files) }
    }
    return .map(entry)
  }

  private func appendAnnotations(to entry: inout Value.Mapping) {
    if let fsConfig { entry["fs_config"] = .map(fsConfig) }
    if let desc, !desc.isEmpty { entry["desc"] = .string(desc) }
    if let type, !type.isEmpty { entry["type"] = .string(type) }
    if let labels, !labels.isEmpty { entry["labels"] = .array(labels.map(Value.string)) }
    if let meta, !meta.isEmptyOrNull { entry["meta"] = meta }
    if !cache { entry["cache"] = false }
    if persist { entry["persist"] = true }
    if let remote { entry["remote"] = .string(remote) }
    if !push { entry["push"] = false }
  }
}

extension ContentInfo {
  /// The whole entry in the order of `dvc.lock`.
  func appendForLock(to entry: inout Value.Mapping, path: String) {
    entry["path"] = .string(path)
    if let hashName { entry["hash"] = .string(hashName) }
    append(to: &entry)
    if let files { entry["files"] = .array(files) }
  }
}

extension Value {
  var isEmptyOrNull: Bool {
    switch self {
    case .null: true
    case .array(let items): items.isEmpty
    case .map(let mapping): mapping.isEmpty
    case .string(let text): text.isEmpty
    default: false
    }
  }
}
