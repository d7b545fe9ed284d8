import CLibGit2

extension LibGit2Backend {
  func resolve(_ revision: String) throws(SourceControlError) -> GitObjectID? {
    try withRepository { (repository) throws(SourceControlError) in
      var found: OpaquePointer?
      defer { git_object_free(found) }
      let code = git_revparse_single(&found, repository, revision)
      switch git_error_code(code) {
      case GIT_ENOTFOUND, GIT_EPEEL, GIT_EINVALIDSPEC, GIT_EUNBORNBRANCH: return nil
      case GIT_EAMBIGUOUS: throw SourceControlError(.ambiguousRevision, revision)
      default: try LibGit2Library.check(code, "find the revision '\(revision)'")
      }
      return git_object_id(found).map { GitObjectID($0.pointee) }
    }
  }

  func references() throws(SourceControlError) -> [GitReference] {
    try withRepository { (repository) throws(SourceControlError) in
      var iterator: OpaquePointer?
      try LibGit2Library.check(
        git_reference_iterator_new(&iterator, repository), "list the references")
      defer { git_reference_iterator_free(iterator) }
      var found: [GitReference] = []
      var next: OpaquePointer?
      while true {
        let code = git_reference_next(&next, iterator)
        if code == GIT_ITEROVER.rawValue { return found }
        try LibGit2Library.check(code, "list the references")
        defer { git_reference_free(next) }
        if let reference = Self.reference(next) { found.append(reference) }
      }
    }
  }

  func object(_ id: GitObjectID) throws(SourceControlError) -> GitObject? {
    try withRepository { (repository) throws(SourceControlError) in
      var database: OpaquePointer?
      try LibGit2Library.check(git_repository_odb(&database, repository), "open the objects")
      defer { git_odb_free(database) }
      var object: OpaquePointer?
      var oid = git_oid(id)
      let code = git_odb_read(&object, database, &oid)
      if code == GIT_ENOTFOUND.rawValue, !Self.isPartialClone(repository) { return nil }
      try LibGit2Library.check(code, "read the object \(id)")
      defer { git_odb_object_free(object) }
      guard let kind = Self.kind(git_odb_object_type(object)) else {
        throw SourceControlError(.damagedObject, id.hex)
      }
      let bytes = UnsafeRawBufferPointer(
        start: git_odb_object_data(object), count: git_odb_object_size(object))
      return GitObject(kind: kind, bytes: Array(bytes))
    }
  }

  /// Whether some remote has objects that were not fetched, which only the program can do later.
  private static func isPartialClone(_ repository: OpaquePointer) -> Bool {
    var configuration: OpaquePointer?
    guard git_repository_config_snapshot(&configuration, repository) == 0 else { return false }
    defer { git_config_free(configuration) }
    var iterator: OpaquePointer?
    guard git_config_iterator_glob_new(&iterator, configuration, "^remote\\..*\\.promisor$") == 0
    else { return false }
    defer { git_config_iterator_free(iterator) }
    var entry: UnsafeMutablePointer<git_config_entry>?
    return git_config_next(&entry, iterator) == 0
  }

  /// A reference with what it, or the reference it stands for, points to; nil when that is nothing.
  private static func reference(_ pointer: OpaquePointer?) -> GitReference? {
    guard let name = git_reference_name(pointer) else { return nil }
    var direct: OpaquePointer?
    guard git_reference_resolve(&direct, pointer) == 0 else { return nil }
    defer { git_reference_free(direct) }
    return git_reference_target(direct).map {
      GitReference(name: String(cString: name), target: GitObjectID($0.pointee))
    }
  }

  private static func kind(_ type: git_object_t) -> GitObject.Kind? {
    switch type {
    case GIT_OBJECT_COMMIT: .commit
    case GIT_OBJECT_TREE: .tree
    case GIT_OBJECT_BLOB: .blob
    case GIT_OBJECT_TAG: .tag
    default: nil
    }
  }
}

extension GitObjectID {
  init(_ oid: git_oid) {
    self.init(bytes: withUnsafeBytes(of: oid) { Array($0) })
  }
}

extension git_oid {
  /// Takes the first 20 bytes: libgit2 1.5 knows SHA-1 only.
  init(_ id: GitObjectID) {
    self.init()
    withUnsafeMutableBytes(of: &self) { $0.copyBytes(from: id.bytes.prefix($0.count)) }
  }
}
