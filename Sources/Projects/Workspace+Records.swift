import Basics
import FileAccess
import SystemPackage

extension Workspace {
  /// Warns of a file or directory with nothing in it, as DVC does where it records an output.
  func warnIfEmpty(_ path: RelativePath, shown: RelativePath) throws {
    let absolute = project.absolute(path)
    guard let status = try FileStatus.ifExists(at: absolute) else { return }
    let isDirectory = status.kind == .directory
    if try isDirectory ? directoryNames(absolute).isEmpty : status.size == 0 {
      project.warn("'\(project.shown(shown))' is empty.")
    }
  }

  /// Notes that outputs are the user's own from now on: they stay when no stage owns them.
  func release(_ outputs: [RelativePath], areGone: Bool) throws {
    for output in outputs {
      let path = project.absolute(output)
      if areGone {
        try records.forget(path)
      } else {
        try records.setMaterializedParts(nil, of: path)
      }
    }
    let known = try records.links()
    let rest = known.filter { !outputs.contains($0.key) }
    if rest != known { try records.setLinks(rest) }
  }

  /// Notes that an output has another path, under which its records have been copied.
  func noteMoved(_ source: RelativePath, to destination: RelativePath) throws {
    try records.forget(project.absolute(source))
    var links = try records.links()
    guard let record = links.removeValue(forKey: source) else { return }
    links[destination] = record
    try records.setLinks(links)
  }
}
