extension GitRepository {
  package func commit(_ id: GitObjectID) throws(SourceControlError) -> GitCommit {
    let isCutOff = directory.shallowCommits.contains(id)
    return try commit(id, isCutOff: isCutOff)
  }

  /// The files of a commit.
  package func tree(at commit: GitObjectID) throws(SourceControlError) -> GitTree {
    GitTree(repository: self, id: try self.commit(commit, isCutOff: false).tree)
  }

  /// The bytes of a file's version.
  package func blob(_ id: GitObjectID) throws(SourceControlError) -> [UInt8] {
    try object(id, .blob).bytes
  }

  func treeEntries(_ id: GitObjectID) throws(SourceControlError) -> [GitTreeEntry] {
    let object = try object(id, .tree)
    guard let entries = GitTreeEntry.parse(object.bytes, idLength: id.bytes.count) else {
      throw SourceControlError(.damagedObject, id.hex)
    }
    return entries
  }

  func commit(_ id: GitObjectID, isCutOff: Bool) throws(SourceControlError) -> GitCommit {
    guard let commit = GitCommit(try object(id, .commit), id: id, isCutOff: isCutOff) else {
      throw SourceControlError(.damagedObject, id.hex)
    }
    return commit
  }

  func object(
    _ id: GitObjectID, _ kind: GitObject.Kind
  ) throws(SourceControlError) -> GitObject {
    let object = try object(id)
    guard object.kind == kind else {
      throw SourceControlError(
        .damagedObject, id.hex, detail: "a \(object.kind), where a \(kind) was expected")
    }
    return object
  }

  func object(_ id: GitObjectID) throws(SourceControlError) -> GitObject {
    if let object = try objectIfPresent(id) { return object }
    throw SourceControlError(.damagedObject, id.hex, detail: "it is missing")
  }

  func objectIfPresent(_ id: GitObjectID) throws(SourceControlError) -> GitObject? {
    try ask { (backend) throws(SourceControlError) in try backend.object(id) }
  }
}
