import Basics
import Formats
import Hashing
import TestSupport
import Testing

@testable import Projects

@Suite struct DataComparisonTests {
  @Test func tellsApartWhatCameWentAndChanged() {
    let old = index(file("a", "1"), file("b", "2"), file("c", "3"))
    let new = index(file("a", "1"), file("b", "changed"), file("d", "4"))
    for rule in [DataComparison.Rule.hashes, .entries] {
      let outcome = Outcome(old, new, rule)
      #expect(outcome.lines == ["modified b", "added d", "deleted c"])
    }
  }

  @Test func looksIntoDirectoriesOnlyWhenAsked() {
    let old = index(directory("d", ["x": "1", "s/y": "2", "z": "3"]))
    let new = index(directory("d", ["x": "1", "s/y": "changed", "w": "4"]))
    #expect(Outcome(old, new, .hashes, isGranular: false).lines == ["modified d/"])
    #expect(
      Outcome(old, new, .hashes).lines
        == ["modified d/", "modified d/s/y", "added d/w", "deleted d/z"])
  }

  @Test func listsUnchangedFilesOfEqualDirectoriesOnlyWhenAsked() {
    let tree = index(directory("d", ["x": "1", "y": "2"]), file("e", "3"))
    #expect(Outcome(tree, tree, .hashes).lines.isEmpty)
    let comparison = DataComparison(
      from: tree, to: tree, .init(.hashes, isGranular: true, listsUnchanged: true))
    let paths = comparison.unchanged.map { tree.key(of: $0.old).shown }
    #expect(paths == ["d/", "d/x", "d/y", "e"])
  }

  @Test func takesFilesAndDirectoriesAtOnePathForTheSameOutput() {
    let old = index(file("a", "1"), directory("b", ["x": "1"]))
    let new = index(directory("a", ["n": "9"]), file("b", "2"))
    #expect(
      Outcome(old, new, .entries).lines
        == ["modified a", "modified b/", "added a/n", "deleted b/x"])
    #expect(
      Outcome(old, new, .hashes).lines
        == ["modified a/", "modified b", "added a/n", "deleted b/x"])
  }

  /// DVC 3.67.1: `diff` passes over a file whose place a directory took, `data status` does not.
  @Test func knowsFilesThatBecameDirectoriesInsideAnOutput() {
    let old = index(directory("d", ["p": "p", "q/r": "r"]))
    let new = index(directory("d", ["p/t": "t", "q": "p"]))
    #expect(
      Outcome(old, new, .entries).lines == ["modified d/", "added d/p/t", "deleted d/q/r"])
    #expect(
      Outcome(old, new, .hashes).lines
        == ["modified d/", "added d/p/t", "renamed d/p -> d/q", "deleted d/q/r"])
  }

  @Test func comparesADirectoryWithTheFilesItWasSplitInto() {
    let old = index(directory("d", ["x": "1", "y": "2", "s/z": "3"]))
    let new = index(file("d/x", "1"), file("d/y", "changed"), directory("d/s", ["z": "3"]))
    #expect(Outcome(old, new, .entries).lines == ["modified d/y"])
    #expect(Outcome(new, old, .entries).lines == ["modified d/y"])
    #expect(
      Outcome(old, new, .hashes).lines == ["modified d/y", "added d/s/", "deleted d/"])
  }

  @Test func findsRenamesByHashInOrderOfPath() {
    let old = index(
      file("s1", "same"), file("s2", "same"), file("s3", "same"), directory("d", ["a": "1"]))
    let new = index(file("z1", "same"), directory("e", ["a": "1"]), file("new", "2"))
    let outcome = Outcome(old, new, .hashes)
    #expect(
      outcome.lines == [
        "added new", "renamed d/ -> e/", "renamed d/a -> e/a", "renamed s1 -> z1", "deleted s3",
        "deleted s2",
      ])
    #expect(outcome.comparison.renamesComeFirst)
  }

  @Test func comparesPathsPartByPart() {
    let old = index()
    let new = index(file("a-b", "1"), file("a/b", "2"), file("a.b", "3"))
    #expect(Outcome(old, new, .entries).lines == ["added a/b", "added a-b", "added a.b"])
  }

  @Test func doesNotJudgeWhatIsInADirectoryThatNobodyKnows() {
    var known = directory("d", ["x": "1", "s/y": "2"])
    let new = index(known, file("d2", "1"))
    known.members = .unknown
    let old = index(known, file("d2", "1"))
    #expect(Outcome(old, new, .hashes).lines == ["unknown d/s/y", "unknown d/x"])
    #expect(Outcome(new, old, .hashes).lines.isEmpty)
    #expect(Outcome(old, new, .hashes, isGranular: false).lines.isEmpty)
  }

  @Test func anOutputWithoutAHashIsNotThereForHashesOnly() {
    let declared = DataIndex.Entry(RelativePath("out"), isDirectory: false, hash: nil)
    let (old, new) = (index(declared), index(file("out", "1")))
    #expect(Outcome(old, new, .hashes).lines == ["added out"])
    #expect(Outcome(new, old, .hashes).lines == ["deleted out"])
    #expect(Outcome(old, old, .hashes).lines.isEmpty)
    #expect(Outcome(old, new, .entries).lines == ["modified out"])
    #expect(Outcome(old, index(), .entries).lines == ["deleted out"])
    #expect(Outcome(old, index(), .hashes).lines.isEmpty)
  }

  @Test func leavesOutOutputsOfWhichOnlyPartsAreMeant() {
    var (before, after) = (directory("d", ["x": "1"]), directory("d", ["x": "2"]))
    before.isWhole = false
    after.isWhole = false
    #expect(Outcome(index(before), index(after), .hashes).lines == ["modified d/x"])
  }

  @Test func tellsHashesOfDifferentAlgorithmsApart() {
    var legacy = file("a", "1")
    legacy.hash = .object(.md5Dos2Unix, ObjectID(Digest(of: "1".utf8)))
    #expect(Outcome(index(legacy), index(file("a", "1")), .hashes).lines == ["modified a"])
  }

  /// The merge of sorted indexes against sets of paths, on random indexes.
  @Test func agreesWithASetOfPaths() {
    var random = SeededGenerator(seed: 20_260_102)
    for _ in 0..<200 {
      let (old, new) = (randomFiles(&random), randomFiles(&random))
      let comparison = DataComparison(
        from: index(directory("d", old)), to: index(directory("d", new)),
        .init(.hashes, isGranular: true))
      let renamed = comparison.renamed.count
      let gone = Set(old.keys).subtracting(new.keys).count
      let came = Set(new.keys).subtracting(old.keys).count
      let changed = old.count { new[$0.key] != nil && new[$0.key] != $0.value }
      #expect(comparison.deleted.count + renamed == gone, "\(old) \(new)")
      #expect(comparison.added.count + renamed == came, "\(old) \(new)")
      let isModified = old == new ? 0 : 1
      #expect(comparison.modified.count == changed + isModified, "\(old) \(new)")
    }
  }

  private func randomFiles(_ random: inout SeededGenerator) -> [String: String] {
    let names = ["a", "a-b", "b/c", "b.c", "b/d/e", "c", "d0", "z"]
    var files: [String: String] = [:]
    for name in names where Bool.random(using: &random) {
      files[name] = String(Int.random(in: 0..<3, using: &random))
    }
    return files
  }
}

/// The changes of a comparison as lines.
private struct Outcome {
  let comparison: DataComparison
  let lines: [String]

  init(
    _ old: DataIndex, _ new: DataIndex, _ rule: DataComparison.Rule, isGranular: Bool = true
  ) {
    comparison = DataComparison(from: old, to: new, .init(rule, isGranular: isGranular))
    func name(_ place: DataIndex.Place, _ index: DataIndex) -> String { index.key(of: place).shown }
    lines =
      comparison.modified.map {
        "modified " + (rule == .hashes ? name($0.new, new) : name($0.old, old))
      }
      + comparison.unknown.map { "unknown \(name($0, new))" }
      + comparison.added.map { "added \(name($0, new))" }
      + comparison.renamed.map { "renamed \(name($0.old, old)) -> \(name($0.new, new))" }
      + comparison.deleted.map { "deleted \(name($0.place, old))" }
  }
}

private func index(_ entries: DataIndex.Entry...) -> DataIndex { DataIndex(entries) }

private func file(_ path: String, _ content: String) -> DataIndex.Entry {
  DataIndex.Entry(
    RelativePath(path), isDirectory: false,
    hash: .object(.md5, ObjectID(Digest(of: content.utf8))))
}

private func directory(_ path: String, _ files: [String: String]) -> DataIndex.Entry {
  let tree = TreeObject(
    unsorted: files.map { (RelativePath($0.key), Digest(of: $0.value.utf8)) })
  var entry = DataIndex.Entry(
    RelativePath(path), isDirectory: true, hash: .object(.md5, tree.id))
  entry.members = .tree(tree)
  return entry
}
