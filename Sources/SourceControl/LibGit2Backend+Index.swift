import Basics
import CLibGit2

extension LibGit2Backend {
  func isTracked(_ paths: [RelativePath]) throws(SourceControlError) -> [Bool] {
    try withIndex { (index, _) in paths.map { Self.contains($0, index) } }
  }

  func stage(_ paths: [RelativePath]) throws(SourceControlError) {
    try withIndex { (index, repository) throws(SourceControlError) in
      for path in paths where !Self.isInsideSubmodule(path, index) {
        try stage(path, index, repository)
      }
      try write(index)
    }
  }

  /// Lends the index as it now is on disk.
  func withIndex<Result: Sendable>(
    _ body: (_ index: OpaquePointer, _ repository: OpaquePointer)
      throws(SourceControlError) -> Result
  ) throws(SourceControlError) -> Result {
    try withRepository { (repository) throws(SourceControlError) in
      var opened: OpaquePointer?
      try LibGit2Library.check(git_repository_index(&opened, repository), "open the index")
      guard let index = opened else { throw SourceControlError(.libraryFailed, "open the index") }
      defer { git_index_free(index) }
      try LibGit2Library.check(git_index_read(index, 0), "read the index")
      do throws(SourceControlError) {
        return try body(index, repository)
      } catch {
        _ = git_index_read(index, 1)  // forgets what was not written
        throw error
      }
    }
  }

  func write(_ index: OpaquePointer) throws(SourceControlError) {
    let code = git_index_write(index)
    if code == GIT_ELOCKED.rawValue {
      let path = git_index_path(index).map { String(cString: $0) } ?? "index"
      throw SourceControlError(.indexLocked, path + ".lock")
    }
    try LibGit2Library.check(code, "write the index")
  }

  private func stage(
    _ path: RelativePath, _ index: OpaquePointer, _ repository: OpaquePointer
  ) throws(SourceControlError) {
    try refuseFilter(path, repository)
    guard let workTree, SmallFile.exists(workTree.appending(path)) else {
      let code = path.bytes.withCString { git_index_remove_bypath(index, $0) }
      return try LibGit2Library.check(code, "take '\(path)' out of the index")
    }
    let code = path.bytes.withCString { git_index_add_bypath(index, $0) }
    try LibGit2Library.check(code, "stage '\(path)'")
  }

  /// Leaves files with a `filter` attribute, which runs a program, to `git`.
  private func refuseFilter(
    _ path: RelativePath, _ repository: OpaquePointer
  ) throws(SourceControlError) {
    var value: UnsafePointer<CChar>?
    let code = path.bytes.withCString { git_attr_get(&value, repository, 0, $0, "filter") }
    try LibGit2Library.check(code, "read the attributes of '\(path)'")
    guard git_attr_value(value) != GIT_ATTR_VALUE_STRING else {
      throw SourceControlError(
        .libraryFailed, "stage '\(path)'", detail: "its attributes name a filter program")
    }
  }

  private static func contains(_ path: RelativePath, _ index: OpaquePointer) -> Bool {
    if path.isRoot { return git_index_entrycount(index) > 0 }
    return path.bytes.withCString { git_index_find(nil, index, $0) == 0 }
      || (path.bytes + [UInt8(ascii: "/")]).withCString {
        git_index_find_prefix(nil, index, $0) == 0
      }
  }

  private static func isInsideSubmodule(_ path: RelativePath, _ index: OpaquePointer) -> Bool {
    var ancestor = path
    while !ancestor.isRoot {
      let entry = ancestor.bytes.withCString { git_index_get_bypath(index, $0, 0) }
      if let entry, entry.pointee.mode == GIT_FILEMODE_COMMIT.rawValue { return true }
      ancestor = ancestor.parent
    }
    return false
  }
}
