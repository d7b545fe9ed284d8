import Basics
import FileAccess
import Glibc
import SystemPackage
import TestSupport
import Testing

@Suite struct RemoveTreeTests {
  let scratch: TemporaryDirectory

  init() throws {
    scratch = try TemporaryDirectory()
  }

  @Test func removesFilesLinksAndDirectories() throws {
    let tree = try scratch.makeDirectory("t")
    for name in ["t/a", "t/b/c", "t/b/d/e", "t/x/y/z"] { try scratch.write(name, to: name) }
    mkfifo(tree.appending("pipe").string, 0o600)
    symlink("nowhere", tree.appending("broken").string)
    try removeTree(tree)
    #expect(try namesOfDirectory(scratch.path).isEmpty)
  }

  @Test func neverFollowsSymbolicLinks() throws {
    try scratch.write("kept", to: "kept/f")
    try scratch.makeDirectory("t")
    symlink("../kept", scratch.path.appending("t/l").string)
    symlink("kept", scratch.path.appending("l").string)
    try removeTree(scratch.path.appending("t"))
    try removeTree(scratch.path.appending("l"))
    #expect(try TreeSnapshot(of: scratch.path).paths.map(\.string) == ["kept", "kept/f"])
  }

  @Test func nothingThereIsFine() throws {
    try removeTree(scratch.path.appending("none"))
  }

  @Test func removesAFile() throws {
    try removeTree(try scratch.write("x", to: "f"))
    #expect(try namesOfDirectory(scratch.path).isEmpty)
  }

  @Test func theContentsAlone() throws {
    try scratch.write("x", to: "d/e/f")
    try removeContents(of: scratch.path.appending("d"))
    #expect(try TreeSnapshot(of: scratch.path).paths.map(\.string) == ["d"])
  }

  @Test func removesTreesDeeperThanAPathMayBeLong() async throws {
    let program = """
      import os
      for _ in range(60):
          os.mkdir('d' * 200); os.chdir('d' * 200); open('f', 'w').close(); os.mkdir('e')
      """
    let result = try await runProcess(["python3", "-c", program], cwd: scratch.path)
    #expect(result.status == 0, "\(result)")
    try removeContents(of: scratch.path)
    #expect(try namesOfDirectory(scratch.path).isEmpty)
  }

  @Test func fewDescriptorsAreEnough() async throws {
    let path = scratch.path.string
    try makeDirectories(FilePath(path + "/" + String(repeating: "d/", count: 200)))
    await #expect(processExitsWith: .success) { [path = path as String] in
      limitDescriptors(to: 64)
      try removeContents(of: FilePath(path))
    }
    #expect(try namesOfDirectory(scratch.path).isEmpty)
  }

  @Test func opensDirectoriesOfItsOwnThatForbidIt() async throws {
    try scratch.write("x", to: "t/closed/f")
    try setMode(0o000, of: scratch.path.appending("t/closed"))
    for name in ["", "t", "t/closed", "t/closed/f"] {
      chown(scratch.path.string + "/" + name, 65534, 65534)
    }
    let path = scratch.path.string
    await #expect(processExitsWith: .success) { [path = path as String] in
      becomeUnprivileged()
      try removeTree(FilePath(path + "/t"))
    }
    #expect(try namesOfDirectory(scratch.path).isEmpty)
  }
}
