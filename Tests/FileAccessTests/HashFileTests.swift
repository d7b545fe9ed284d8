import Basics
import FileAccess
import Glibc
import Hashing
import SystemPackage
import TestSupport
import Testing

@Suite struct HashFileTests {
  let scratch: TemporaryDirectory

  init() throws {
    scratch = try TemporaryDirectory()
  }

  @Test(arguments: [0, 1, 511, 512, 131_071, 131_072, 131_073, 1_000_000])
  func hashesAndCopies(size: Int) throws {
    var generator = SeededGenerator(seed: UInt64(size))
    let bytes = generator.bytes(size)
    let path = try scratch.write(bytes, to: "f")
    let copy = scratch.path.appending("copy")
    let hashed = try hashFile(path)
    let copied = try copyAndHash(from: path, to: copy)
    #expect(hashed.digest == Digest(of: bytes))
    #expect(copied.digest == hashed.digest)
    #expect(try hashed.status == FileStatus(at: path))
    #expect(try readFile(copy) == bytes)
  }

  @Test func followsTheLegacyRule() throws {
    let path = try scratch.write("a\r\nb\r\n", to: "f")
    let copy = scratch.path.appending("copy")
    #expect(try hashFile(path, algorithm: .md5Dos2Unix).digest == Digest(of: "a\nb\n".utf8))
    _ = try copyAndHash(from: path, to: copy, algorithm: .md5Dos2Unix)
    #expect(try scratch.read("copy") == "a\r\nb\r\n")
  }

  @Test func tellsHowFarItIs() throws {
    let path = try scratch.write([UInt8](repeating: 7, count: 300_000), to: "f")
    var total: Int64 = 0
    _ = try hashFile(path) { total += $0 }
    #expect(total == 300_000)
  }

  @Test func aFileThatChangesWhileReadIsReadAgain() throws {
    let path = try scratch.write("old", to: "f")
    var isFirst = true
    var total: Int64 = 0
    let result = try hashFile(path) { count in
      total += count
      if isFirst {
        isFirst = false
        append("er", to: path)
      }
    }
    #expect(result.digest == Digest(of: "older".utf8))
    #expect(result.status.size == 5)
    #expect(total == 5)
  }

  @Test func aFileThatKeepsChangingIsAnError() throws {
    let path = try scratch.write("old", to: "f")
    #expect(throws: FileChangedError(path: path)) {
      try hashFile(path) { _ in append("x", to: path) }
    }
    let copy = scratch.path.appending("copy")
    let file = try OpenFile.creating(copy)
    #expect(throws: FileChangedError(path: path)) {
      try copyAndHash(from: path, to: file) { _ in append("x", to: path) }
    }
  }

  @Test func aFileThatIsReplacedIsReadAgain() throws {
    let path = try scratch.write("old", to: "f")
    var isFirst = true
    let result = try hashFile(path) { _ in
      if isFirst {
        isFirst = false
        _ = try? scratch.write("new", to: "f")  // the digest tells whether it worked
      }
    }
    #expect(result.digest == Digest(of: "new".utf8))
  }

  @Test func whatIsStoredIsWhatWasHashed() throws {
    let path = try scratch.write(String(repeating: "a", count: 200_000), to: "f")
    let file = try OpenFile.creating(scratch.path.appending("copy"))
    var isFirst = true
    let result = try copyAndHash(from: path, to: file) { _ in
      if isFirst {
        isFirst = false
        _ = try? scratch.write("short", to: "f")  // the digest tells whether it worked
      }
    }
    #expect(try scratch.read("copy") == "short")
    #expect(result.digest == Digest(of: "short".utf8))
  }

  @Test func aFailedCopyLeavesNothing() async throws {
    let path = scratch.path.string
    try scratch.write([UInt8](repeating: 1, count: 500_000), to: "f")
    await #expect(processExitsWith: .success) { [path = path as String] in
      limitFileSize(to: 200_000)
      let target = FilePath(path + "/copy")
      #expect(throws: FileError(.write, target, .fileTooLarge)) {
        try copyAndHash(from: FilePath(path + "/f"), to: target)
      }
    }
    #expect(try TreeSnapshot(of: scratch.path).paths.map(\.string) == ["f"])
  }

  @Test func refusesAPipeWithoutWaiting() throws {
    let pipe = scratch.path.appending("pipe")
    mkfifo(pipe.string, 0o600)
    #expect(throws: FileError(.read, pipe, .invalidArgument)) { try hashFile(pipe) }
  }

  private func append(_ text: String, to path: FilePath) {
    let descriptor = open(path.string, O_WRONLY | O_APPEND)
    write(descriptor, text, text.utf8.count)
    close(descriptor)
  }
}
