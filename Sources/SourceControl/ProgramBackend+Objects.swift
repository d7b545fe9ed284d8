import Basics

extension ProgramBackend {
  func resolve(_ revision: String) throws(SourceControlError) -> GitObjectID? {
    let result = try program.result(
      ["rev-parse", "--verify", "--quiet", revision], in: root)
    if result.status == 0 { return GitObjectID(hex: result.output.dropLast()) }
    if String(decoding: result.errors, as: UTF8.self).contains("is ambiguous") {
      throw SourceControlError(.ambiguousRevision, revision)
    }
    return nil
  }

  func references() throws(SourceControlError) -> [GitReference] {
    let lines = try git(["for-each-ref", "--format=%(objectname) %(refname)"])
      .split(separator: UInt8(ascii: "\n"))
    return lines.compactMap { line in
      guard let space = line.firstIndex(of: UInt8(ascii: " ")),
        let id = GitObjectID(hex: line[..<space])
      else { return nil }
      return GitReference(
        name: String(decoding: line[(space + 1)...], as: UTF8.self), target: id)
    }
  }

  func object(_ id: GitObjectID) throws(SourceControlError) -> GitObject? {
    if let object = try objects.read(id) { return object }
    // A second program tells why: the one that reads many objects keeps its reasons to itself.
    let arguments = ["cat-file", "-e", id.hex]
    let result = try program.result(arguments, in: root)
    if result.status == 1 { return nil }
    throw GitProgram.failure(arguments, in: root, result)
  }
}
