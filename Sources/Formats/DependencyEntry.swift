/// An entry of `deps`: what was imported, or what a stage depends on.
@dynamicMemberLookup
package struct DependencyEntry: Sendable, Equatable {
  package var path: String
  package var content: ContentInfo
  package var fsConfig: Value.Mapping?
  /// The project that the path lies in (`url`, `rev`, `rev_lock`, `config`, `remote`).
  package var repository: Value.Mapping?
  package var database: Value.Mapping?
  package var dataset: Value.Mapping?

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
    repository = entry["repo"]?.map
    database = entry["db"]?.map
    dataset = entry["dataset"]?.map
  }

  /// The entry as DVC writes it from scratch.
  package func toValue(order: EntryOrder) -> Value {
    var entry = Value.Mapping()
    switch order {
    case .lock:
      content.appendForLock(to: &entry, path: path)
      if let dataset { entry["dataset"] = .map(dataset) }
    case .pointer:
      content.append(to: &entry)
      if let hashName = content.hashName { entry["hash"] = .string(hashName) }
      entry["path"] = .string(path)
      if let database { entry["db"] = .map(database) }
      if let repository { entry["repo"] = .map(repository) }
      if let fsConfig { entry["fs_config"] = .map(fsConfig) }
      if let files = content.files { entry["files"] = .array(files) }
    }
    return .map(entry)
  }
}
