import Basics
import Hashing

/// The name and value of a hash, as they stand in an entry: `md5: b1946ac9…`.
package struct HashInfo: Hashable, Sendable {
  /// `md5`, `etag` or `checksum`.
  package var name: String
  package var value: String

  package init(name: String = "md5", value: String) {
    self.name = name
    self.value = value
  }

  /// Whether the hash is that of a directory.
  package var isTree: Bool { value.hasSuffix(".dir") }
}

/// What an entry of a `.dvc` file or of `dvc.lock` says about the content at its path.
package struct ContentInfo: Sendable, Equatable {
  package var hash: HashInfo?
  /// The algorithm's name, `md5`; nil in what DVC 2 wrote, whose hashes are `md5-dos2unix`.
  package var hashName: String?
  package var size: Int64?
  package var nfiles: Int?
  package var isExecutable = false
  package var versionID: String?
  /// By the name of a remote, what that says of its version of the file.
  package var cloud: Value.Mapping?
  /// The files of a directory, where cloud versioning lists them one by one; hash, size and number follow
  /// from them and are not written then.
  package var files: [Value]?

  package init(
    hash: HashInfo? = nil, size: Int64? = nil, nfiles: Int? = nil, isExecutable: Bool = false
  ) {
    self.hash = hash
    hashName = "md5"
    self.size = size
    self.nfiles = nfiles
    self.isExecutable = isExecutable
  }

  /// Whether the hash is one of DVC 2.
  package var isLegacy: Bool { hashName == nil }

  static let hashKeys = ["md5", "etag", "checksum"]

  /// Reads the keys of an entry that are about content.
  init(reading entry: Value.Mapping) {
    for name in Self.hashKeys where hash == nil {
      guard let value = entry[name]?.scalarText, !value.isEmpty else { continue }
      hash = HashInfo(name: name, value: value)
    }
    hashName = entry["hash"]?.string ?? (Self.isExternal(entry) ? "md5" : nil)
    size = entry["size"]?.integer.map(Int64.init)
    nfiles = entry["nfiles"]?.integer
    isExecutable = entry["isexec"]?.bool ?? false
    versionID = entry["version_id"]?.string
    cloud = entry["cloud"]?.map
    files = entry["files"]?.array
    if let files, !files.isEmpty { describe(files) }
  }

  /// Whether the entry is about something outside of all projects, which has no hashes of DVC 2.
  private static func isExternal(_ entry: Value.Mapping) -> Bool {
    guard entry["repo"] == nil, let path = entry["path"]?.string else { return false }
    return path.hasPrefix("/") || path.contains("://")
  }

  /// What the list of files says of the directory as a whole.
  private mutating func describe(_ files: [Value]) {
    let entries = files.compactMap { file -> (path: RelativePath, digest: Digest)? in
      guard let path = file.map?["relpath"]?.string,
        let digest = (file.map?["md5"]?.scalarText).flatMap({ Digest($0) })
      else { return nil }
      return (RelativePath(path), digest)
    }
    let isComplete = entries.count == files.count
    hash = isComplete ? HashInfo(value: TreeObject(unsorted: entries).id.description) : nil
    nfiles = files.count
    size = files.reduce(0) { $0 + Int64($1.map?["size"]?.integer ?? 0) }
  }

  /// Whether the content is known by its version on a remote.
  package var isVersioned: Bool { versionID != nil || cloud != nil || files != nil }

  /// The keys in the order of `.dvc` files, without `hash` and `files`.
  func append(to entry: inout Value.Mapping) {
    if files == nil {
      if let hash { entry[hash.name] = .string(hash.value) }
      if let size { entry["size"] = .integer(Int(size)) }
      if let nfiles { entry["nfiles"] = .integer(nfiles) }
    }
    if isExecutable { entry["isexec"] = true }
    if let versionID { entry["version_id"] = .string(versionID) }
    if let cloud { entry["cloud"] = .map(cloud) }
  }
}

extension Value {
  /// The text of a scalar that DVC turns into a string; nil for null and for collections.
  var scalarText: String? {
    switch self {
    case .null, .array, .map: nil
    default: pythonText
    }
  }
}
