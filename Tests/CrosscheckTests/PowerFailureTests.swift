import Basics
import FileAccess
import SystemPackage
import TestSupport
import Testing

/// The power fails: a file system drops all that was not synced, and is mounted again.
///
/// XFS does so on request (`xfs_io -x -c shutdown`). Needs what `TestVolume.xfs` needs, and mounts a
/// small file system of its own in the mount namespace of `Scripts/with-volumes`.
@Suite(.serialized, .enabled(if: TestVolume.xfs.isExpected, "run Scripts/test"))
struct PowerFailureTests {
  private let sandbox: Sandbox
  private let volume: PowerlessVolume

  init() async throws {
    sandbox = try Sandbox(cairn: builtProgram)
    volume = try await PowerlessVolume(in: sandbox.root)
  }

  private var project: FilePath { volume.path.appending("project") }

  @discardableResult
  private func shell(_ script: String) async throws -> ProcessResult {
    let cairn = sandbox.program(named: "cairn")
    let result = try await runProcess(
      ["/bin/sh", "-euc", "cairn() { \(cairn) \"$@\"; }\n" + script], cwd: volume.path,
      env: sandbox.environment(adding: ["CAIRN_SYNC": "yes"]))
    #expect(result.status == 0, "\(result)")
    return result
  }

  /// Read by another program: a child that this one starts meanwhile would keep the file system busy.
  private func content(_ path: String) async throws -> [UInt8] {
    try await shell("cat 'project/\(path)'").outputBytes
  }

  @Test(arguments: ["copy", "hardlink", "symlink", "reflink"])
  func whatACommandPromisedIsThere(_ type: String) async throws {
    try await shell(
      """
      mkdir project; cd project; cairn init -q --no-scm; cairn config cache.type \(type)
      mkdir d; seq 20000 > f; seq 30000 > d/a; seq 3 > d/b; sync -f .
      cairn add -q f d
      """)
    let pointers = try await (content("f.dvc"), content("d.dvc"))
    try await volume.failPower()
    #expect(try await content("f.dvc") == pointers.0)
    #expect(try await content("d.dvc") == pointers.1)
    let result = try await shell(
      "cd project; seq 20000 | cmp - f; rm -r f d .dvc/tmp; cairn checkout; cairn status")
    #expect(result.out.hasSuffix("Data and pipelines are up to date.\n"), "\(result)")
    try await shell("cd project; seq 20000 | cmp - f; seq 30000 | cmp - d/a; seq 3 | cmp - d/b")
    try await volume.unmount()
  }

  @Test func objectsOfABrokenOffCommandAreNotTrusted() async throws {
    try await shell(
      """
      mkdir project; cd project; cairn init -q --no-scm; cairn config cache.type copy
      mkdir d; seq 20000 > d/a; seq 30000 > d/b; sync -f .
      """)
    // Both objects have their names, the pointer file is about to come.
    let killed = try await runProcess(
      [sandbox.program(named: "cairn").string, "add", "-q", "d"], cwd: project,
      env: sandbox.environment(adding: [
        "CAIRN_SYNC": "yes", "CAIRN_FAIL_POINT": "write-atomically:kill:2",
      ]))
    #expect(killed.status == 128 + 9)
    try await volume.keepNamesAndFailPower()
    try await shell(
      """
      cd project
      for mark in .dvc/cache/.cairn/unsynced/*; do
        touch -r "$mark" ../time; echo another-boot > "$mark"; touch -r ../time "$mark"
      done
      cairn add d; rm -r d .dvc/tmp; cairn checkout
      seq 20000 | cmp - d/a; seq 30000 | cmp - d/b
      """)
    try await volume.unmount()
  }
}

/// A file system whose power can fail.
private struct PowerlessVolume {
  let path: FilePath
  private let image: FilePath

  init(in directory: FilePath) async throws {
    path = directory.appending("volume")
    image = directory.appending("image")
    try makeDirectories(path)
    try await run("truncate -s 320M '\(image)'; mkfs.xfs -q -m reflink=1 '\(image)'")
    try await mount()
  }

  /// Drops what is not on the disk.
  func failPower() async throws {
    try await run("xfs_io -x -c shutdown '\(path)'; umount '\(path)'")
    try await mount()
  }

  /// The same, after the log has reached the disk: names are kept, bytes are not.
  func keepNamesAndFailPower() async throws {
    try await run("xfs_io -x -c 'shutdown -f' '\(path)'; umount '\(path)'")
    try await mount()
  }

  func unmount() async throws {
    try await run("umount '\(path)'")
  }

  private func mount() async throws {
    // Of a copy: another mount namespace that was split off meanwhile keeps the old one alive, shut down.
    try await run(
      """
      cp --sparse=always '\(image)' '\(image).new'; mv '\(image).new' '\(image)'
      mount -o loop,nouuid '\(image)' '\(path)'
      """)
  }

  private func run(_ script: String) async throws {
    let result = try await runProcess(["/bin/sh", "-euc", script], cwd: "/")
    try #require(result.status == 0, "\(result)")
  }
}
