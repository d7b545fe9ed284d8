import Basics

extension ProgramBackend {
  func unmergedFile() throws(SourceControlError) -> RelativePath? {
    try git(["ls-files", "-u", "-z"]).nulSeparated.first.map { line in
      RelativePath(bytes: Array(line.drop { $0 != UInt8(ascii: "\t") }.dropFirst()))
    }
  }

  func indexEntries(
    _ paths: [RelativePath]
  ) throws(SourceControlError) -> [RelativePath: GitIndexEntry] {
    let wanted = Set(paths)
    var entries: [RelativePath: GitIndexEntry] = [:]
    for line in try files(["-s"], at: paths) {
      let parts = line.split(separator: UInt8(ascii: "\t"), maxSplits: 1)
      guard parts.count == 2 else { continue }
      let path = RelativePath(bytes: Array(parts[1]))
      guard wanted.contains(path) else { continue }
      let words = parts[0].split(separator: UInt8(ascii: " "))
      guard words.count == 3, words[0].starts(with: "100".utf8), let id = GitObjectID(hex: words[1])
      else { throw SourceControlError(.notAFile, path.string) }
      entries[path] = GitIndexEntry(id: id, isExecutable: words[0].elementsEqual("100755".utf8))
    }
    return entries
  }

  func writeBlob(_ bytes: [UInt8]) throws(SourceControlError) -> GitObjectID {
    let line = try git(["hash-object", "-w", "--stdin"], input: bytes)
    guard let id = GitObjectID(hex: line.dropLast()) else {
      throw SourceControlError(.programFailed, "hash-object")
    }
    return id
  }

  func updateIndex(_ changes: [GitIndexChange]) throws(SourceControlError) {
    _ = try git(["update-index", "-z", "--index-info"], input: changes.indexInformation(noObject))
    // Remembers the files' times; fails when other files have changed, which is none of our business.
    _ = try program.result(["update-index", "-q", "--refresh"], in: root)
  }
}

extension Array where Element == GitIndexChange {
  /// The lines that `git update-index -z --index-info` reads.
  ///
  /// - Parameter noObject: as many zeros as an object's name has digits.
  func indexInformation(_ noObject: String) -> [UInt8] {
    flatMap { change in
      let start = change.entry.map { "\($0.mode) \($0.id) 0\t" } ?? "0 \(noObject)\t"
      return Array<UInt8>(start.utf8) + change.path.bytes + [0]
    }
  }
}
