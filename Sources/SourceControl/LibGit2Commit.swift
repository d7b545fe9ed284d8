import Basics
import CLibGit2
import Glibc

/// One commit on top of HEAD, made without the index.
struct LibGit2Commit {
  let repository: OpaquePointer

  func make(
    _ changes: [GitIndexChange], message: String, author: GitIdentity, committer: GitIdentity
  ) throws(SourceControlError) -> GitObjectID {
    let parent = try parent()
    defer { git_commit_free(parent) }
    let tree = try tree(of: parent, with: changes)
    defer { git_tree_free(tree) }
    let signatures = (author: try signature(author), committer: try signature(committer))
    defer {
      git_signature_free(signatures.author)
      git_signature_free(signatures.committer)
    }
    try LibGit2Library.check(
      git_repository_set_ident(repository, committer.name, committer.email), "commit")
    var id = git_oid()
    let code = clean(message).withCString { text in
      var parents = [parent]
      return git_commit_create(
        &id, repository, "HEAD", signatures.author, signatures.committer, nil, text, tree,
        parent == nil ? 0 : 1, &parents)
    }
    try LibGit2Library.check(code, "commit")
    return GitObjectID(id)
  }

  /// The commit that is checked out; nil before the first one.
  private func parent() throws(SourceControlError) -> OpaquePointer? {
    var id = git_oid()
    let code = git_reference_name_to_id(&id, repository, "HEAD")
    if code == GIT_ENOTFOUND.rawValue { return nil }
    try LibGit2Library.check(code, "find HEAD")
    var commit: OpaquePointer?
    try LibGit2Library.check(git_commit_lookup(&commit, repository, &id), "read HEAD")
    return commit
  }

  private func tree(
    of parent: OpaquePointer?, with changes: [GitIndexChange]
  ) throws(SourceControlError) -> OpaquePointer? {
    var base: OpaquePointer?
    defer { git_tree_free(base) }
    if let parent { try LibGit2Library.check(git_commit_tree(&base, parent), "read HEAD's tree") }
    var id = git_oid()
    let paths = changes.map { change in change.path.bytes.withCString { strdup($0) } }
    defer { for path in paths { free(path) } }
    let updates = zip(changes, paths).map { Self.update($0.entry, UnsafePointer($1)) }
    try LibGit2Library.check(
      git_tree_create_updated(&id, repository, base, updates.count, updates), "make a tree")
    var tree: OpaquePointer?
    try LibGit2Library.check(git_tree_lookup(&tree, repository, &id), "read the new tree")
    return tree
  }

  private static func update(
    _ entry: GitIndexEntry?, _ path: UnsafePointer<CChar>?
  ) -> git_tree_update {
    guard let entry else {
      return git_tree_update(
        action: GIT_TREE_UPDATE_REMOVE, id: git_oid(), filemode: GIT_FILEMODE_BLOB, path: path)
    }
    return git_tree_update(
      action: GIT_TREE_UPDATE_UPSERT, id: git_oid(entry.id),
      filemode: entry.isExecutable ? GIT_FILEMODE_BLOB_EXECUTABLE : GIT_FILEMODE_BLOB, path: path)
  }

  private func signature(
    _ identity: GitIdentity
  ) throws(SourceControlError) -> UnsafeMutablePointer<git_signature>? {
    var signature: UnsafeMutablePointer<git_signature>?
    try LibGit2Library.check(
      git_signature_now(&signature, identity.name, identity.email), "use your name")
    return signature
  }

  /// The message as `git commit -m` cleans it up.
  private func clean(_ message: String) -> [UInt8] {
    var buffer = git_buf()
    defer { git_buf_dispose(&buffer) }
    guard git_message_prettify(&buffer, message, 0, 0) == 0, let text = buffer.ptr else {
      return Array(message.utf8)
    }
    return Array(UnsafeRawBufferPointer(start: text, count: buffer.size))
  }
}
