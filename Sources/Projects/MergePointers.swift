import Basics
import FileAccess
import Formats
import Hashing
import Objects
import SystemPackage

/// What Git hands to a merge driver: paths of three versions of one file, the second of which gets the
/// result.
package struct MergeRequest: Sendable {
  package var ancestor: String
  package var ours: String
  package var theirs: String

  package init(ancestor: String, ours: String, theirs: String) {
    self.ancestor = ancestor
    self.ours = ours
    self.theirs = theirs
  }
}

/// Merges versions of a pointer file whose directory was changed on both sides.
package struct MergePointers {
  private let project: Project
  private let request: MergeRequest

  package init(_ project: Project, _ request: MergeRequest) {
    self.project = project
    self.request = request
  }

  /// Stores the merged tree object, then writes the pointer file.
  package func run() throws {
    let (path, current, original) = try read(request.ours)
    var ours = current
    let ancestor = try read(request.ancestor).pointer
    let theirs = try read(request.theirs).pointer
    if theirs.outs.isEmpty { return }
    if ours.outs.isEmpty {
      ours.outs = theirs.outs
    } else {
      ours.outs[0].content = try merge(ancestor, ours, theirs)
    }
    try writeAtomically(ours.rendered(over: original), to: path)
    try project.settle()
  }

  private func read(
    _ text: String
  ) throws -> (path: FilePath, pointer: PointerFile, bytes: [UInt8]) {
    let path = project.absolute(project.directory).pushing(FilePath(text))
    guard let bytes = try readFileIfExists(path) else {
      throw CairnError("'\(text)' does not exist")
    }
    let shown = relativeText(path, from: project.absolute(project.directory))
    return (path, try PointerFile(parsing: bytes, path: shown), bytes)
  }

  private func merge(
    _ ancestor: PointerFile, _ ours: PointerFile, _ theirs: PointerFile
  ) throws -> ContentInfo {
    for file in [ancestor, ours, theirs] {
      if file.deps.isEmpty, file.outs.count <= 1 { continue }
      throw CairnError("unable to auto-merge DVC files that weren't created by `dvc add`")
    }
    for output in ancestor.outs + ours.outs + theirs.outs {
      try check(output, against: ours.outs[0])
    }
    let trees = try [ancestor, ours, theirs].map { file in
      try file.outs.first.map(tree) ?? .empty
    }
    let merge = TreeMerge(ancestor: trees[0], ours: trees[1], theirs: trees[2])
    guard merge.conflicts.isEmpty else {
      let text =
        "unable to auto-merge the following paths:\n"
        + merge.conflicts.map(\.string).joined(separator: "\n")
      throw CairnError(text, causes: [text])
    }
    return try store(merge.merged)
  }

  /// Only the contents may differ.
  private func check(_ output: OutputEntry, against ours: OutputEntry) throws {
    guard output.content.isLegacy == ours.content.isLegacy, output.annotations == ours.annotations
    else {
      throw CairnError("unable to auto-merge outputs with different options")
    }
    guard output.hash?.isTree == true else {
      throw CairnError("unable to auto-merge outputs that are not directories")
    }
  }

  private func tree(_ output: OutputEntry) throws -> TreeObject {
    let cache = project.cache(.md5)
    guard let id = output.hash.flatMap({ ObjectID($0.value) }) else { return .empty }
    if let tree = try cache.tree(id) { return tree }
    let cause = FileError(.open, cache.path(id), .noSuchFileOrDirectory)
    throw CairnError(
      cause.message, kind: .unexpected,
      hints: ["The list of the directory's files is not in the cache: `cairn fetch` brings it."])
  }

  private func store(_ tree: TreeObject) throws -> ContentInfo {
    let cache = project.cache(.md5)
    let id = try cache.insert(tree)
    return ContentInfo(
      hash: HashInfo(value: id.description), size: try size(of: tree), nfiles: tree.count)
  }

  /// The sum of the files' sizes; nil when the cache lacks one.
  private func size(of tree: TreeObject) throws -> Int64? {
    let cache = project.cache(.md5)
    var size: Int64 = 0
    for digest in tree.digests {
      guard let status = try FileStatus.ifExists(at: cache.path(ObjectID(digest))) else {
        return nil
      }
      size += status.size
    }
    return size
  }
}

extension OutputEntry {
  /// What an entry says beside its content.
  fileprivate var annotations: Value {
    var entry = toValue(order: .pointer).map ?? Value.Mapping()
    for key in ["size", "nfiles", "hash"] + (content.isLegacy ? [] : ["md5"]) { entry[key] = nil }
    return .map(entry)
  }
}
