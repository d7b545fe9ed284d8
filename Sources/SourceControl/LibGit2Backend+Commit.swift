import Basics
import CLibGit2
import SystemPackage

extension LibGit2Backend {
  func unmergedFile() throws(SourceControlError) -> RelativePath? {
    try withIndex { (index, _) throws(SourceControlError) in
      for number in 0..<git_index_entrycount(index) {
        guard let entry = git_index_get_byindex(index, number),
          git_index_entry_stage(entry) > 0, let path = entry.pointee.path
        else { continue }
        return RelativePath(bytes: FilePath(platformString: path).bytes)
      }
      return nil
    }
  }

  func indexEntries(
    _ paths: [RelativePath]
  ) throws(SourceControlError) -> [RelativePath: GitIndexEntry] {
    try withIndex { (index, _) throws(SourceControlError) in
      var entries: [RelativePath: GitIndexEntry] = [:]
      for path in paths {
        guard let entry = path.bytes.withCString({ git_index_get_bypath(index, $0, 0) }) else {
          continue
        }
        guard let isExecutable = Self.isExecutable(entry.pointee.mode) else {
          throw SourceControlError(.notAFile, path.string)
        }
        entries[path] = GitIndexEntry(
          id: GitObjectID(entry.pointee.id), isExecutable: isExecutable)
      }
      return entries
    }
  }

  func writeBlob(_ bytes: [UInt8]) throws(SourceControlError) -> GitObjectID {
    try withRepository { (repository) throws(SourceControlError) in
      var oid = git_oid()
      try LibGit2Library.check(
        bytes.withUnsafeBytes {
          git_blob_create_from_buffer(&oid, repository, $0.baseAddress, $0.count)
        }, "store a file's version")
      return GitObjectID(oid)
    }
  }

  func updateIndex(_ changes: [GitIndexChange]) throws(SourceControlError) {
    try withIndex { (index, repository) throws(SourceControlError) in
      for change in changes {
        let code = change.path.bytes.withCString {
          Self.apply(change.entry, at: $0, to: index, repository)
        }
        try LibGit2Library.check(code, "change '\(change.path)' in the index")
      }
      try write(index)
    }
  }

  func commit(
    _ changes: [GitIndexChange], message: String, author: GitIdentity, committer: GitIdentity
  ) throws(SourceControlError) -> GitObjectID {
    try withRepository { (repository) throws(SourceControlError) in
      let commit = LibGit2Commit(repository: repository)
      return try commit.make(changes, message: message, author: author, committer: committer)
    }
  }

  /// Whether a mode is an executable file's; nil when it is not a file's.
  private static func isExecutable(_ mode: UInt32) -> Bool? {
    switch mode {
    case GIT_FILEMODE_BLOB.rawValue: false
    case GIT_FILEMODE_BLOB_EXECUTABLE.rawValue: true
    default: nil
    }
  }

  /// Sets one entry. Where the working tree holds the same bytes, the entry remembers the file's times,
  /// so that nobody has to read it again.
  private static func apply(
    _ entry: GitIndexEntry?, at path: UnsafePointer<CChar>, to index: OpaquePointer,
    _ repository: OpaquePointer
  ) -> Int32 {
    guard let entry else { return git_index_remove(index, path, 0) }
    var hash = git_oid()
    if git_repository_hashfile(&hash, repository, path, GIT_OBJECT_BLOB, nil) == 0,
      GitObjectID(hash) == entry.id, !entry.isExecutable
    {
      return git_index_add_bypath(index, path)
    }
    var raw = git_index_entry()
    raw.path = path
    raw.id = git_oid(entry.id)
    raw.mode =
      entry.isExecutable ? GIT_FILEMODE_BLOB_EXECUTABLE.rawValue : GIT_FILEMODE_BLOB.rawValue
    return git_index_add(index, &raw)
  }
}
