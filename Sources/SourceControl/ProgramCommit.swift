import Basics
import Glibc
import SystemPackage

/// One commit on top of HEAD, made by `git commit` with all that it honours, from an index of its own.
struct ProgramCommit {
  let directory: GitDirectory
  private let program: GitProgram
  private let backend: ProgramBackend
  private var root: FilePath { backend.root }

  init(_ directory: GitDirectory, program: GitProgram) throws(SourceControlError) {
    self.directory = directory
    self.program = program
    backend = try ProgramBackend(directory, program: program)
  }

  func make(
    _ changes: [GitIndexChange], message: String, hasParent: Bool
  ) throws(SourceControlError) -> GitCommitReport {
    let index = directory.gitDirectory.appending("cairn-index-\(getpid())")
    defer { remove(index) }
    try copyIndex(to: index)
    let settings = GitProgram.plainSpeech.merging(["GIT_INDEX_FILE": index.string]) { $1 }
    _ = try program.output(
      ["read-tree"] + (hasParent ? ["-i", "-m", "HEAD"] : ["--empty"]), in: root, settings: settings
    )
    _ = try program.output(
      ["update-index", "-z", "--index-info"], in: root,
      input: changes.indexInformation(backend.noObject),
      settings: settings)
    let output = try commit(message, index)
    let head = try program.output(["rev-parse", "--verify", "HEAD"], in: root)
    guard let id = GitObjectID(hex: head.dropLast()) else {
      throw SourceControlError(.programFailed, "rev-parse")
    }
    return GitCommitReport(id: id, output: output)
  }

  /// Runs `git commit` in the caller's language, with the hooks seeing the index that is committed.
  private func commit(
    _ message: String, _ index: FilePath
  ) throws(SourceControlError) -> String {
    let result = try program.result(
      ["commit", "--quiet", "--file=-"], in: root, input: Array(message.utf8),
      settings: ["GIT_INDEX_FILE": index.string])
    let words = String(decoding: result.output + result.errors, as: UTF8.self)
    if result.status == 0 { return words.trimmingTrailingNewlines }
    throw SourceControlError(.commitFailed, "", detail: words.trimmingTrailingNewlines)
  }

  /// Starts from the index as it is, so that Git need not read files whose times it has recorded.
  private func copyIndex(to copy: FilePath) throws(SourceControlError) {
    guard let bytes = SmallFile.read(directory.indexFile) else { return }
    do {
      let file = try FileDescriptor.open(
        copy, .writeOnly, options: [.create, .truncate, .closeOnExec],
        permissions: [.ownerReadWrite, .groupRead, .otherRead])
      _ = try file.closeAfter { try file.writeAll(bytes) }
    } catch {
      throw SourceControlError(.libraryFailed, "write '\(copy)'", detail: "\(error)")
    }
  }

  private func remove(_ index: FilePath) {
    for path in [index, FilePath(index.string + ".lock")] {
      _ = path.withPlatformString { unlink($0) }
    }
  }
}
