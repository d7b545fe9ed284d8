import Basics
import FileAccess
import Glibc
import Synchronization
import SystemPackage
import TestSupport
import Testing

@Suite struct DirectoryWalkTests {
  let scratch: TemporaryDirectory

  init() throws {
    scratch = try TemporaryDirectory()
  }

  private func listed(_ listing: DirectoryListing) -> [String] {
    listing.paths.map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func listsFilesInTheOrderOfTheirBytes() throws {
    let names = [
      "a/b", "a-b", "a.txt", "a/<&>", "B", "sp ace", "é/ü", "\u{FF46}", "😀", "a/b2/c", "aa",
    ]
    for name in names { try scratch.write(name, to: name) }
    let listing = try walk(root: scratch.path)
    #expect(
      listed(listing) == [
        "B", "a-b", "a.txt", "a/<&>", "a/b", "a/b2/c", "aa", "sp ace", "é/ü", "\u{FF46}", "😀",
      ])
    #expect(listing.directories.map { String(decoding: $0, as: UTF8.self) } == ["a", "a/b2", "é"])
    #expect(listing.statuses.map(\.size) == listing.paths.map { Int64($0.count) })
    #expect(listing.size == listing.paths.reduce(0) { $0 + Int64($1.count) })
  }

  @Test(arguments: 1...20)
  func listsOddTrees(seed: UInt64) throws {
    let tree = OddTree(seed: seed, files: 60, includingNonUTF8: true)
    try tree.write(to: scratch.path)
    for width in [1, 4] {
      let listing = try walk(root: scratch.path, width: width)
      #expect(listing.paths == PackedPaths(tree.paths), "seed \(seed)")
      #expect(listing.statuses.map(\.size) == tree.paths.map { Int64(tree.files[$0]?.count ?? -1) })
    }
  }

  @Test func anEmptyDirectoryHasNoFiles() throws {
    try scratch.makeDirectory("empty/inner")
    let listing = try walk(root: scratch.path)
    #expect(listing.count == 0)
    #expect(listing.directories.count == 2)
  }

  @Test func followsLinksToFilesAndSkipsThoseToDirectories() throws {
    try scratch.write("four", to: "real/f")
    try scratch.makeDirectory("t")
    symlink("../real/f", scratch.path.appending("t/file").string)
    symlink("../real", scratch.path.appending("t/directory").string)
    let listing = try walk(root: scratch.path.appending("t"))
    #expect(listed(listing) == ["file"])
    #expect(listing.isSymlink == [true])
    #expect(listing.statuses[0].kind == .file)
    #expect(listing.statuses[0].size == 4)
    #expect(listing.skipped == [RelativePath("directory")])
    #expect(listing.problems.isEmpty)
  }

  @Test func namesWhatCannotBeTracked() throws {
    let (pipe, broken) = (scratch.path.appending("d/pipe"), scratch.path.appending("broken"))
    try scratch.write("x", to: "d/f")
    mkfifo(pipe.string, 0o600)
    symlink("nowhere", broken.string)
    let listing = try walk(root: scratch.path)
    #expect(listed(listing) == ["d/f"])
    #expect(
      listing.problems == [
        .unreadable(FileError(.status, broken, .noSuchFileOrDirectory)),
        .special(pipe, kind: "named pipe"),
      ])
    #expect(
      listing.problems[1].userError.message
        == "'\(pipe)' is a named pipe; only files and directories can be tracked")
  }

  @Test func anUnreadableDirectoryIsAProblem() async throws {
    try scratch.write("x", to: "closed/f")
    try scratch.write("x", to: "open/f")
    try setMode(0o000, of: scratch.path.appending("closed"))
    let path = scratch.path.string
    await #expect(processExitsWith: .success) { [path = path as String] in
      becomeUnprivileged()
      let listing = try walk(root: FilePath(path))
      let expected = FileError(.list, FilePath(path + "/closed"), .permissionDenied)
      #expect(listing.problems == [.unreadable(expected)])
      #expect(listing.paths == PackedPaths([RelativePath("open/f")]))
    }
    try setMode(0o700, of: scratch.path.appending("closed"))
  }

  @Test func theFilterDecidesForEveryDirectoryAtOnce() throws {
    for name in ["keep/a.txt", "keep/b.log", "drop/c.txt", "d.log", "e.txt"] {
      try scratch.write("x", to: name)
    }
    let calls = Mutex<[RelativePath]>([])
    let listing = try walk(root: scratch.path) { directory, names in
      calls.withLock { $0.append(directory) }
      return names.map { name, isDirectory in
        isDirectory ? !name.elementsEqual("drop".utf8) : name.suffix(4).elementsEqual(".txt".utf8)
      }
    }
    #expect(listed(listing) == ["e.txt", "keep/a.txt"])
    #expect(calls.withLock { $0.sorted() } == [.root, RelativePath("keep")])
  }

  @Test func aMissingRootIsAnError() {
    let path = scratch.path.appending("none")
    #expect(throws: FileError(.list, path, .noSuchFileOrDirectory)) { try walk(root: path) }
  }

  @Test func aFileIsNoRoot() throws {
    let path = try scratch.write("x", to: "f")
    #expect(throws: FileError(.list, path, .notDirectory)) { try walk(root: path) }
  }

  @Test func listsManyFilesInOneDirectory() throws {
    try inParallel(4) { thread in
      for number in 0..<5_000 {
        _ = try OpenFile.creating(scratch.path.appending("\(thread)-\(number)"))
      }
    }
    let listing = try walk(root: scratch.path)
    #expect(listing.count == 20_000)
    #expect(
      listing.paths == PackedPaths(listing.paths.map { RelativePath(bytes: Array($0)) }.sorted()))
  }

  @Test func listsManyDirectories() throws {
    for number in 0..<500 { try scratch.write("x", to: "\(number % 7)/\(number)/f") }
    let listing = try walk(root: scratch.path)
    #expect(listing.count == 500)
    #expect(listing.directories.count == 507)
    #expect(
      listing.paths == PackedPaths(listing.paths.map { RelativePath(bytes: Array($0)) }.sorted()))
  }

  @Test func fewDescriptorsAreEnoughForDeepTrees() async throws {
    let path = scratch.path.string
    try makeDirectories(FilePath(path + "/" + String(repeating: "d/", count: 300)))
    try scratch.write("x", to: String(repeating: "d/", count: 300) + "f")
    for number in 0..<200 { try scratch.write("x", to: "wide/\(number)/f") }
    await #expect(processExitsWith: .success) { [path = path as String] in
      limitDescriptors(to: 64)
      let listing = try walk(root: FilePath(path), width: 8)
      #expect(listing.count == 201)
    }
  }

  @Test func listsTreesDeeperThanAPathMayBeLong() async throws {
    let program = """
      import os
      for _ in range(60):
          os.mkdir('d' * 200); os.chdir('d' * 200); open('f', 'w').close()
      """
    let result = try await runProcess(["python3", "-c", program], cwd: scratch.path)
    #expect(result.status == 0, "\(result)")
    #expect(try walk(root: scratch.path).count == 60)
  }

  @Test func filesThatComeAndGoDoNoHarm() throws {
    let isDone = Atomic<Bool>(false)
    for number in 0..<200 { try scratch.write("x", to: "stays/\(number)") }
    try inParallel(2) { thread in
      if thread == 0 {
        defer { isDone.store(true, ordering: .relaxed) }
        for _ in 0..<50 {
          let listing = try walk(root: scratch.path)
          #expect(listing.problems.isEmpty)
          #expect(listing.paths.filter { $0.starts(with: "stays/".utf8) }.count == 200)
        }
      } else {
        while !isDone.load(ordering: .relaxed) {
          for number in 0..<50 { try scratch.write("x", to: "comes/\(number)/f") }
          try removeTree(scratch.path.appending("comes"))
        }
      }
    }
  }
}
