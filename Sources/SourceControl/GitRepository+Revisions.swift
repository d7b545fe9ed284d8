extension GitRepository {
  /// The commit that is checked out; nil before the first one.
  package var head: GitObjectID? {
    get throws(SourceControlError) { try lookUp("HEAD") }
  }

  /// Whether history was cut off when the repository was cloned.
  package var isShallow: Bool { directory.isShallow }

  /// The commit that `revision` names, in Git's own syntax or as a branch that only one remote has.
  ///
  /// - Throws: `unknownRevision`, `ambiguousRevision`.
  package func resolve(_ revision: String) throws(SourceControlError) -> GitObjectID {
    if let commit = try lookUp(revision) { return commit }
    if let commit = try remoteBranch(revision) { return commit }
    throw SourceControlError(.unknownRevision, revision)
  }

  /// The local branches, sorted by name.
  package func branches() throws(SourceControlError) -> [GitReference] {
    try references(below: "refs/heads/")
  }

  /// The tags of commits, sorted by name, with the commits that they lead to.
  package func tags() throws(SourceControlError) -> [GitReference] {
    try references(below: "refs/tags/")
  }

  /// Every commit that HEAD, a branch (also a remote's) or a tag leads to, the newest first.
  ///
  /// A shallow clone has only some of them: see `isShallow`.
  package func allCommits() throws(SourceControlError) -> [GitObjectID] {
    let cutOff = directory.shallowCommits
    var waiting = try [head].compactMap { $0 } + branches().map(\.target) + tags().map(\.target)
    waiting += try references(below: "refs/remotes/").map(\.target)
    var seen: Set<GitObjectID> = []
    var found: [(time: Int64, order: Int, id: GitObjectID)] = []
    var next = 0
    while next < waiting.count {
      let id = waiting[next]
      next += 1
      guard seen.insert(id).inserted else { continue }
      let commit = try commit(id, isCutOff: cutOff.contains(id))
      found.append((commit.time, found.count, id))
      waiting += commit.parents
    }
    return found.sorted { ($0.time, $1.order) > ($1.time, $0.order) }.map(\.id)
  }

  /// The references whose names begin with `prefix`, without it, and the commits that they lead to.
  package func references(
    below prefix: String
  ) throws(SourceControlError) -> [GitReference] {
    let all = try ask { (backend) throws(SourceControlError) in try backend.references() }
    var found: [GitReference] = []
    for reference in all where reference.name.utf8.starts(with: prefix.utf8) {
      guard let commit = try peel(reference.target) else { continue }
      let name = String(decoding: reference.name.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
      found.append(GitReference(name: name, target: commit))
    }
    return found.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  private func lookUp(_ revision: String) throws(SourceControlError) -> GitObjectID? {
    if revision.isEmpty || revision.hasPrefix("-") { return nil }
    let named = try ask { (backend) throws(SourceControlError) in try backend.resolve(revision) }
    return try named.flatMap { (id) throws(SourceControlError) in try peel(id) }
  }

  /// Finds `refs/remotes/<any>/<name>`.
  private func remoteBranch(_ name: String) throws(SourceControlError) -> GitObjectID? {
    let matches = try references(below: "refs/remotes/").filter { reference in
      reference.name.utf8.drop { $0 != UInt8(ascii: "/") }.dropFirst().elementsEqual(name.utf8)
    }
    if Set(matches.map(\.target)).count > 1 {
      throw SourceControlError(.ambiguousRevision, name)
    }
    return matches.first?.target
  }

  /// Follows tags of tags to a commit; nil when they lead to something else.
  private func peel(_ id: GitObjectID) throws(SourceControlError) -> GitObjectID? {
    guard let object = try objectIfPresent(id) else { return nil }
    if object.kind == .commit { return id }
    guard object.kind == .tag, let target = object.fields("object").first,
      let targetID = GitObjectID(hex: target)
    else { return nil }
    return try peel(targetID)
  }
}
