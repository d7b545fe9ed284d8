import Basics
import Testing

@testable import SourceControl

@Suite struct GitObjectTests {
  private let id = GitObjectID(bytes: [UInt8](repeating: 0xab, count: 20))

  @Test(arguments: [
    "", "abc", "zz", String(repeating: "g", count: 40), String(repeating: "a", count: 39),
  ])
  func refusesWhatIsNoObjectName(_ text: String) {
    #expect(GitObjectID(hex: text) == nil)
  }

  @Test(arguments: [20, 32])
  func writesObjectNamesAsHexadecimalDigits(_ length: Int) throws {
    let text = String(repeating: "0f", count: length)
    #expect(GitObjectID(hex: text)?.hex == text)
    #expect(GitObjectID(hex: text.uppercased())?.hex == text)
  }

  @Test func readsEntriesOfATree() throws {
    var bytes: [UInt8] = []
    for (mode, name) in [
      ("100644", "a b"), ("100755", "run"), ("120000", "l"), ("160000", "s"), ("40000", "d"),
      ("100664", "old"),
    ] { bytes += Array("\(mode) \(name)\0".utf8) + id.bytes }
    let entries = try #require(GitTreeEntry.parse(bytes, idLength: 20))
    #expect(entries.map(\.path.string) == ["a b", "run", "l", "s", "d", "old"])
    #expect(
      entries.map(\.kind) == [.file, .executable, .symlink, .submodule, .directory, .file])
    #expect(entries.allSatisfy { $0.id == id })
    for length in 1..<20 {
      #expect(GitTreeEntry.parse(Array(bytes.prefix(length)), idLength: 20) == nil)
    }
  }

  @Test func readsACommitWithASignatureAndOddNames() throws {
    let text = """
      tree \(id)
      parent \(id)
      author A <a@b> 1 +0000
      committer 1 2 <x> 1700000000 -0330
      gpgsig -----BEGIN
       parent \(id)
       -----END

      subject

      tree of life
      """
    let object = GitObject(kind: .commit, bytes: Array(text.utf8))
    let commit = try #require(GitCommit(object, id: id, isCutOff: false))
    #expect(commit.time == 1_700_000_000)
    #expect(commit.parents == [id])
    #expect(commit.message == "subject\n\ntree of life")
    #expect(GitCommit(object, id: id, isCutOff: true)?.parents == [])
    #expect(GitCommit(GitObject(kind: .commit, bytes: []), id: id, isCutOff: false) == nil)
  }

  @Test(
    arguments: [
      (nil, false), ("", true), ("true", true), ("Yes", true), ("on", true), ("1", true),
      ("2", true), ("0", false), ("false", false), ("off", false), ("no", false), ("nope", false),
    ] as [(String?, Bool)])
  func readsBooleansAsGitDoes(_ value: String?, _ expected: Bool) {
    #expect(GitConfiguration.isTrue(value) == expected)
  }
}
