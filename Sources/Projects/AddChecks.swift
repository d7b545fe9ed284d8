import Basics
import FileAccess
import Formats
import SystemPackage

extension AddPlanner {
  /// Refuses what cannot be an output; else the target's path below the root.
  func check(_ target: FilePath) throws -> RelativePath {
    guard let path = target.relative(to: project.root) else {
      if project.root.starts(with: target) { throw notBelow(target) }
      throw outside(target)
    }
    if path.isRoot { throw notBelow(project.root.removingLastComponent()) }
    if PackedPaths([path]).firstIndexOfNoText != nil { throw UnrecordableNameError(path: target) }
    if isStageFile(path) {
      throw CairnError(
        "DVC file '\(String(decoding: path.name, as: UTF8.self))' cannot be an output.")
    }
    try refuseSymlinkedDirectory(path)
    try refuseBrokenLink(target)
    try refuseIgnored(path, target)
    return path
  }

  private func isStageFile(_ path: RelativePath) -> Bool {
    path.name.elementsEqual("dvc.yaml".utf8) || path.name.suffix(4).elementsEqual(".dvc".utf8)
  }

  private func notBelow(_ path: FilePath) -> CairnError {
    CairnError("Path: \(path) does not overlap with base path: \(project.root)")
  }

  private func outside(_ path: FilePath) -> CairnError {
    CairnError(
      "Cached output(s) outside of DVC project: \(path). See "
        + "<https://dvc.org/doc/user-guide/data-management/importing-external-data> for more info.")
  }

  private func refuseSymlinkedDirectory(_ path: RelativePath) throws {
    var parent = path.parent
    while !parent.isRoot {
      let status = try FileStatus.ifExists(at: project.absolute(parent), followingLinks: false)
      if status?.kind == .symlink { throw symlinked }
      parent = parent.parent
    }
    let status = try FileStatus.ifExists(at: project.absolute(path), followingLinks: false)
    guard status?.kind == .symlink else { return }
    if try FileStatus.ifExists(at: project.absolute(path))?.kind == .directory { throw symlinked }
  }

  private var symlinked: CairnError {
    CairnError(
      "Cannot add files inside symlinked directories to DVC. See "
        + "<https://dvc.org/doc/user-guide/troubleshooting#add-symlink> for more information.")
  }

  private func refuseBrokenLink(_ target: FilePath) throws {
    let link = try FileStatus.ifExists(at: target, followingLinks: false)
    if link?.kind == .symlink, try FileStatus.ifExists(at: target) == nil {
      throw FileError(.status, target, .noSuchFileOrDirectory)
    }
  }

  private func refuseIgnored(_ path: RelativePath, _ target: FilePath) throws {
    let isDirectory = try FileStatus.ifExists(at: target)?.kind == .directory
    guard let match = try project.ignore.explain(path, isDirectory: isDirectory),
      !match.isNegated
    else { return }
    throw CairnError("Path '\(target)' is ignored by \(match.description)")
  }
}
