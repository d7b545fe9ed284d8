import Basics
import FileAccess
import Formats
import SystemPackage
import TestSupport
import Testing

@testable import Commands

/// `--include`, `--exclude` and `--max-size`: what is left out is absent, not deleted.
@Suite struct ChosenFilesTests {
  private let fixture: CommandFixture

  /// On the remote: `data` with `a.json`, `big.bin` (3,000 bytes), `raw/b.json` and `raw/c.png`, and `model` (5,000 bytes).
  init() async throws {
    fixture = try CommandFixture()
    for name in ["a.json", "raw/b.json", "raw/c.png"] {
      try fixture.scratch.write(name, to: "p/data/\(name)")
    }
    try fixture.scratch.write(String(repeating: "b", count: 3000), to: "p/data/big.bin")
    try fixture.scratch.write(String(repeating: "m", count: 5000), to: "p/model")
    for words in [
      "init -q --no-scm", "remote add -q -d s \(fixture.scratch.path)/storage",
      "add -q data model", "push -q",
    ] {
      #expect(await fixture.cairn(words, in: "p") == .success, "\(fixture.err)")
    }
    try forget()
  }

  /// Makes the project look like a fresh clone.
  private func forget() throws {
    for path in ["p/data", "p/.dvc/cache", "p/.dvc/tmp"] {
      try removeTree(fixture.scratch.path.appending(path))
    }
    try removeFile(fixture.scratch.path.appending("p/model"))
  }

  private func run(_ words: String) async {
    #expect(await fixture.cairn(words, in: "p") == .success, "\(words): \(fixture.err)")
  }

  private var files: [String] {
    get throws {
      try fixture.files(below: "p")
        .filter { $0.hasPrefix("data/") || $0 == "model" }
    }
  }

  /// No command speaks of deleted files, and none records less.
  private func expectNothingIsDeleted() async throws {
    let pointers = try ["data.dvc", "model.dvc"].map { try fixture.scratch.read("p/\($0)") }
    await run("status")
    #expect(fixture.out.hasSuffix("Data and pipelines are up to date.\n"), "\(fixture.out)")
    for words in ["data status", "data status --granular"] {
      await run(words)
      #expect(!fixture.out.contains("deleted"), "\(words): \(fixture.out)")
    }
    await run("commit -q")
    await run("commit -q -f")
    await run("add -q data")
    #expect(try ["data.dvc", "model.dvc"].map { try fixture.scratch.read("p/\($0)") } == pointers)
    await run("push")
    await run("checkout")
  }

  @Test func onlyWhatIsIncludedComes() async throws {
    await run("pull --include *.json")
    #expect(try files == ["data/a.json", "data/raw/b.json"])
    #expect(
      fixture.err.contains("2 files of 'data' are left out (`cairn pull data` fetches them).\n"),
      "\(fixture.err)")
    #expect(
      fixture.err.contains("1 file is left out (`cairn pull model` fetches it).\n"),
      "\(fixture.err)")
    try await expectNothingIsDeleted()
    #expect(try files == ["data/a.json", "data/raw/b.json"])
  }

  @Test func whatIsExcludedStaysAway() async throws {
    await run("pull --exclude data/raw/ --exclude model")
    #expect(try files == ["data/a.json", "data/big.bin"])
    try await expectNothingIsDeleted()
  }

  @Test func largeFilesStayAwayInDirectoriesToo() async throws {
    await run("pull --max-size 3k")
    #expect(try files == ["data/a.json", "data/raw/b.json", "data/raw/c.png"])
    let objects = try fixture.files(below: "p/.dvc/cache/files")
    #expect(objects.count == 4, "a list and three files: \(objects)")
    try await expectNothingIsDeleted()
    await run("pull --max-size 3001")
    #expect(try files.contains("data/big.bin"))
    try await expectNothingIsDeleted()
  }

  @Test func largeFilesStayAwayThoughTheCacheHasThem() async throws {
    await run("fetch -q")
    await run("pull --max-size 1KiB")
    #expect(try files == ["data/a.json", "data/raw/b.json", "data/raw/c.png"])
    await run("checkout --exclude big.bin")
    #expect(try files == ["data/a.json", "data/raw/b.json", "data/raw/c.png", "model"])
    await run("checkout")
    #expect(try files.count == 5)
  }

  @Test func aPlainPullEndsIt() async throws {
    await run("pull -q --exclude *.png --exclude model")
    await run("pull")
    #expect(try files.count == 5)
    try removeFile(fixture.scratch.path.appending("p/data/raw/c.png"))
    try removeFile(fixture.scratch.path.appending("p/model"))
    await run("data status --granular")
    #expect(fixture.out.contains("deleted: data/raw/c.png\n"), "\(fixture.out)")
    #expect(fixture.out.contains("deleted: model\n"), "\(fixture.out)")
  }

  @Test func whatWasHereAndIsExcludedLaterIsDeletedAllTheSame() async throws {
    await run("pull -q")
    try removeFile(fixture.scratch.path.appending("p/data/raw/c.png"))
    try removeFile(fixture.scratch.path.appending("p/model"))
    await run("pull -q --exclude *.png --exclude model")
    await run("data status --granular")
    #expect(fixture.out.contains("deleted: data/raw/c.png\n"), "\(fixture.out)")
    #expect(fixture.out.contains("deleted: model\n"), "\(fixture.out)")
  }

  @Test func whatIsNotChosenIsNotTouched() async throws {
    await run("pull -q")
    try fixture.scratch.write("mine", to: "p/data/raw/mine.png")
    try removeFile(fixture.scratch.path.appending("p/data/a.json"))
    await run("checkout --include *.json")
    #expect(try fixture.scratch.read("p/data/a.json") == "a.json")
    #expect(try fixture.scratch.read("p/data/raw/mine.png") == "mine")
    await run("status")
    #expect(fixture.out.contains("modified:           data\n"), "\(fixture.out)")
  }

  @Test func fetchBringsWhatIsChosenAndCountsWholeOutputsAsDVC() async throws {
    await run("fetch --max-size 3k")
    #expect(fixture.out.hasSuffix("Everything is up to date.\n"), "\(fixture.out)")
    await run("fetch --include data/raw")
    #expect(fixture.out.hasSuffix("3 files fetched\n"), "\(fixture.out)")
    await run("fetch --exclude model")
    #expect(fixture.out.hasSuffix("2 files fetched\n"), "\(fixture.out)")
  }

  @Test func whatIsAbsentMovesAsFarAsItIsHere() async throws {
    await run("pull -q --include data/raw")
    await run("move data moved")
    await run("move model other")
    #expect(!fixture.err.contains("missing"), "\(fixture.err)")
    await run("status")
    #expect(fixture.out.hasSuffix("Data and pipelines are up to date.\n"), "\(fixture.out)")
    await run("pull -q")
    #expect(
      try fixture.files(below: "p/moved") == ["a.json", "big.bin", "raw/b.json", "raw/c.png"])
    #expect(try fixture.scratch.read("p/other").count == 5000)
  }

  @Test func anotherVersionIsBroughtAsFarAsTheFirstWas() async throws {
    let old = try fixture.scratch.read("p/data.dvc")
    await run("pull -q")
    try fixture.scratch.write("changed", to: "p/data/raw/b.json")
    try fixture.scratch.write("new", to: "p/data/new.json")
    await run("add -q data")
    await run("push -q")
    let new = try fixture.scratch.read("p/data.dvc")
    try forget()
    try fixture.scratch.write(old, to: "p/data.dvc")
    await run("pull -q --include data/raw --exclude model")
    try fixture.scratch.write(new, to: "p/data.dvc")
    #expect(await fixture.cairn("checkout", in: "p") == .error, "a file that is here changed")
    await run("pull -q data/raw")
    #expect(try files == ["data/raw/b.json", "data/raw/c.png"])
    #expect(try fixture.scratch.read("p/data/raw/b.json") == "changed")
    try await expectNothingIsDeleted()
    #expect(try files == ["data/raw/b.json", "data/raw/c.png"])
  }

  @Test func aNewVersionOfWhichOnlyAPartCameLosesNothing() async throws {
    let old = try fixture.scratch.read("p/data.dvc")
    await run("pull -q")
    try fixture.scratch.write("changed", to: "p/data/raw/b.json")
    try fixture.scratch.write("new", to: "p/data/new.json")
    await run("add -q data")
    await run("push -q")
    let new = try fixture.scratch.read("p/data.dvc")
    try forget()
    try fixture.scratch.write(old, to: "p/data.dvc")
    await run("pull -q")  // all of the old version is here
    try fixture.scratch.write(new, to: "p/data.dvc")
    await run("pull -q data/raw")
    try fixture.scratch.write("mine", to: "p/data/raw/mine")
    await run("add -q data")
    await run("pull -q")
    #expect(
      try files == [
        "data/a.json", "data/big.bin", "data/new.json", "data/raw/b.json", "data/raw/c.png",
        "data/raw/mine", "model",
      ])
  }

  @Test func diffSpeaksOfNothingThatIsAbsent() async throws {
    for words in ["init -q p", "-C p add data.dvc model.dvc", "-C p commit -q -m one"] {
      try await fixture.git(words)
    }
    try fixture.scratch.write(
      "['remote \"s\"']\nurl = \(fixture.scratch.path)/storage\n[core]\nremote = s\n",
      to: "p/.dvc/config")
    await run("pull -q --include data/raw")
    await run("diff")
    #expect(!fixture.out.contains("Deleted"), "\(fixture.out)")
    try removeFile(fixture.scratch.path.appending("p/data/raw/c.png"))
    await run("diff")
    #expect(
      fixture.out.contains("Deleted:\n    data/raw/c.png\n\nModified:\n    data/\n"),
      "\(fixture.out)")
  }

  @Test func whatDVC2RecordedIsNotMixedWithWhatIsHashedNow() async throws {
    // As DVC 2 has it: no `hash`, and objects at the root of the remote.
    let pointer = try fixture.scratch.read("p/data.dvc")
    try fixture.scratch.write(
      pointer.split(separator: "\n").filter { $0 != "  hash: md5" }.joined(separator: "\n") + "\n",
      to: "p/data.dvc")
    for object in try fixture.files(below: "storage/files/md5") {
      try fixture.scratch.write(
        fixture.scratch.read("storage/files/md5/\(object)"), to: "storage/\(object)")
    }
    await run("pull -q data/raw")
    await run("status data.dvc")
    #expect(fixture.out.hasSuffix("Data and pipelines are up to date.\n"), "\(fixture.out)")
    try fixture.scratch.write("new", to: "p/data/raw/new")
    #expect(await fixture.cairn("add data", in: "p") != .success)
    #expect(
      fixture.err.hasSuffix(
        "only a part of it is here\n"
          + "Bring the rest first: cairn pull data --exclude <what you changed>\n"),
      "\(fixture.err)")
    await run("pull -q data --exclude data/raw/new")
    await run("add -q data")
    #expect(try files.filter { $0 != "model" }.count == 5)
  }

  @Test func aChangeInAPartIsMergedIntoTheWhole() async throws {
    await run("pull -q --include *.json")
    try fixture.scratch.write("new", to: "p/data/new.json")
    try removeFile(fixture.scratch.path.appending("p/data/a.json"))
    await run("add -q data")
    await run("push -q")
    try forget()
    await run("pull -q")
    #expect(
      try files == [
        "data/big.bin", "data/new.json", "data/raw/b.json", "data/raw/c.png", "model",
      ])
  }

  @Test func numbersThatAreNoneAreRefusedAsByDVC() async throws {
    #expect(await fixture.cairn("fetch --max-size 10Q", in: "p") == .usage)
    #expect(fixture.err.contains("invalid int value: '10Q'"), "\(fixture.err)")
  }

  @Test(arguments: [
    ("10", 10), ("2k", 2000), ("2KB", 2000), ("3MiB", 3_145_728), ("1G", 1_000_000_000),
  ])
  func unitsAreTaken(_ text: String, _ bytes: Int) {
    #expect(byteCount(text) == bytes)
  }
}
