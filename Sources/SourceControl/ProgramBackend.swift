import Basics
import SystemPackage

/// A repository as the `git` program sees it.
final class ProgramBackend: GitBackend {
  let program: GitProgram
  /// Where `git` runs: the working tree's root, or the bare repository.
  let root: FilePath
  let objects: GitObjectReader
  /// The name that no object has.
  let noObject: String

  /// - Throws: `unsafeOwner`, or `programFailed` with Git's words when it cannot read the repository.
  init(_ directory: GitDirectory, program: GitProgram) throws(SourceControlError) {
    self.program = program
    root = directory.workTree ?? directory.gitDirectory
    objects = GitObjectReader(program, in: root)
    let format = try program.output(["rev-parse", "--show-object-format"], in: root)
    noObject = String(repeating: "0", count: format.starts(with: "sha256".utf8) ? 64 : 40)
  }

  func configuration(_ key: String) throws(SourceControlError) -> String? {
    let arguments = ["config", "-z", "--get", key]
    let result = try program.result(arguments, in: root)
    switch result.status {
    case 0:
      return result.output.nulSeparated.first.map { String(decoding: $0, as: UTF8.self) } ?? ""
    case 1: return nil
    default: throw GitProgram.failure(arguments, in: root, result)
    }
  }

  func git(
    _ arguments: [String], paths: [RelativePath] = [], input: [UInt8] = []
  ) throws(SourceControlError) -> [UInt8] {
    try program.output(arguments, paths: paths, in: root, input: input)
  }
}

extension Sequence where Element == RelativePath {
  /// Each path followed by a NUL.
  var nulTerminated: [UInt8] {
    var bytes: [UInt8] = []
    for path in self { bytes += path.bytes + [0] }
    return bytes
  }
}

extension Array where Element == UInt8 {
  /// The parts that a NUL follows.
  var nulSeparated: [ArraySlice<UInt8>] { split(separator: 0) }
}
