import Basics
import Formats
import SourceControl

extension Project {
  /// The pointer file at `path` if it tracks anything, or else `fallback`.
  func pointer(at path: RelativePath, orElse fallback: PointerFile) throws -> PointerFile {
    guard let bytes = try index.tree.read(path) else { return fallback }
    let file = try PointerFile(parsing: bytes, path: shown(path))
    return file.outs.count == fallback.outs.count && file.outs.count > 1 ? file : fallback
  }

  /// Refuses what `-m` needs and Git cannot do now, before anything is written: no identity, a merge or
  /// rebase in progress, another process at the index.
  package func checkCanCommit(message: String) throws {
    guard let git else {
      throw CairnError("'-m' needs a Git repository", hints: ["Run the command without -m."])
    }
    try git.checkCanCommit(message: message)
  }
}

extension ProjectChanges {
  /// Commits our changes to the files to Git, and nothing else: what is staged, and other edits of the
  /// same files, stay as they were. The project's locks must be free: hooks may take them.
  ///
  /// - Returns: the new commit, shortened; nil when Git has the files as they are.
  package func commit(message: String) throws -> String? {
    guard let git = project.git else { return nil }
    let edits = edits.map { edit in GitFileEdit(project.absolute(edit.file), apply: edit.apply) }
    do {
      return try git.commitOnly(edits, message: message).map { String("\($0.id)".prefix(7)) }
    } catch {
      var shown = error.userError
      shown.hints.append(
        "The data are stored and the files are written; only the commit is missing.")
      throw shown
    }
  }
}

extension PointerFile {
  /// Another version of the file with the contents of our outputs; nil when that is no pointer file of
  /// the same outputs.
  func contentsPatched(into old: [UInt8]) -> [UInt8]? {
    // A version that cannot be parsed has nothing that could be kept.
    guard var file = try? PointerFile(parsing: old, path: ""), file.outs.count == outs.count else {
      return nil
    }
    for index in outs.indices {
      guard file.outs[index].path.utf8.elementsEqual(outs[index].path.utf8) else { return nil }
      file.outs[index].content = outs[index].content
    }
    file.md5 = md5
    return file.rendered(over: old)
  }
}
