import Basics
import Formats
import Hashing
import Objects
import SystemPackage

/// Keeps those entries of directories that never were here.
struct AbsentEntries {
  let workspace: Workspace

  init(_ workspace: Workspace) {
    self.workspace = workspace
  }

  /// The tree to record of a directory, or of a part of it: what is on disk, and what is absent.
  ///
  /// Notes which parts are here from now on. Without such a record files that are neither here nor in the
  /// cache are taken for absent, for what was here is in the cache: a record that got lost takes no data
  /// with it.
  ///
  /// - Parameters:
  ///   - present: the files on disk, all inside `scope`.
  ///   - recorded: all files that are recorded so far; nil when nobody knows.
  func keep(
    _ recorded: TreeObject?, besides present: TreeObject, inside scope: RelativePath,
    of output: Output, at path: FilePath
  ) throws -> TreeObject {
    guard let recorded else { return present }
    let old = recorded.subtree(inside: scope)
    guard let parts = try parts(old, recorded, present, output, path) else { return present }
    let tree = present.addingAbsentEntries(of: old, besides: parts)
    if tree != present, output.algorithm != .md5 {
      throw Self.mixedAlgorithms(output, workspace.project)
    }
    let isWhole = scope.isRoot && tree == present
    try workspace.records.setMaterializedParts(
      isWhole ? nil : parts.union(present.paths(outside: parts)), of: path)
    return tree
  }

  /// The parts that are here; nil when all is.
  private func parts(
    _ old: TreeObject, _ recorded: TreeObject, _ present: TreeObject, _ output: Output,
    _ path: FilePath
  ) throws -> MaterializedParts? {
    if let parts = try workspace.records.materializedParts(of: path) { return parts }
    let cache = workspace.project.cache(output.algorithm)
    let lost = try CheckoutPlan(current: present, wanted: old).creations.filter {
      try !cache.contains(ObjectID(old.digests[$0]))
    }
    if lost.isEmpty { return nil }
    warn(lost.count, output)
    let paths = Set(lost.map(old.paths.path))
    return MaterializedParts(
      recorded.paths.indices.map(recorded.paths.path).filter { !paths.contains($0) })
  }

  /// The hashes of absent files cannot be told in the other way.
  private static func mixedAlgorithms(_ output: Output, _ project: Project) -> CairnError {
    let name = project.shown(output.location)
    return CairnError(
      "'\(name)' was recorded by DVC 2 and changed, and only a part of it is here",
      hints: [
        "Bring the rest first: cairn pull \(name) --exclude <what you changed>"
      ])
  }

  private func warn(_ count: Int, _ output: Output) {
    let name = workspace.project.shown(output.location)
    workspace.project.warn(
      "\(count) file(s) of '\(name)' are neither here nor in the cache; they stay recorded. "
        + "`cairn pull \(name)` brings them.")
  }
}

extension Workspace {
  /// Whether nothing of an output was ever brought here, by choice.
  func isAbsent(_ output: Output) throws -> Bool {
    guard let path = output.path.map(project.absolute),
      let parts = try records.materializedParts(of: path), parts.isEmpty
    else { return false }
    return try scan(path, allowsBrokenLinks: true).kind == .missing
  }
}

extension TreeObject {
  /// This tree of what is on disk, with the entries of `recorded` that are neither there nor in the parts
  /// that were brought here.
  func addingAbsentEntries(of recorded: TreeObject, besides parts: MaterializedParts) -> TreeObject
  {
    let plan = CheckoutPlan(current: self, wanted: recorded)
    let absent = plan.creations.filter { index in
      !parts.contains(recorded.paths[index]) && !isInTheWay(of: recorded.paths.path(index))
    }
    if absent.isEmpty { return self }
    let mine = (0..<count).map { (path: paths.path($0), digest: digests[$0]) }
    let theirs = absent.map { (path: recorded.paths.path($0), digest: recorded.digests[$0]) }
    return TreeObject(unsorted: mine + theirs)
  }

  /// Whether a file is where the directories of `path` would be, or files lie below it.
  private func isInTheWay(of path: RelativePath) -> Bool {
    if !range(inside: path).isEmpty { return true }
    var parent = path.parent
    while !parent.isRoot {
      if digest(at: parent) != nil { return true }
      parent = parent.parent
    }
    return false
  }

  /// The paths of the entries that lie in none of `parts`.
  func paths(outside parts: MaterializedParts) -> [RelativePath] {
    paths.indices.filter { !parts.contains(paths[$0]) }.map(paths.path)
  }
}
