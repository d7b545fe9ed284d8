import Basics
import FileAccess
import SystemPackage
import TestSupport
import Testing

/// `verify`, `ci check` and `ci cache-key`: what is damaged is found, named, put aside and healed.
@Suite struct VerifyTests {
  private let sandbox: Sandbox
  private let project: FilePath

  init() async throws {
    sandbox = try Sandbox(cairn: builtProgram)
    project = sandbox.root.appending("project")
    try makeDirectories(project)
    try await shell(
      """
      git init -q; cairn init -q; cairn config -q core.autostage true
      cairn remote add -q -d store '\(sandbox.root)/store'
      mkdir d; for number in 1 2 3 4 5; do echo $number > d/$number; done; echo f > f
      cairn add -q d f; git add .; git commit -q -m data; cairn push -q
      """)
  }

  @discardableResult
  private func shell(
    _ script: String, exits status: Int = 0, with variables: [String: String] = [:]
  ) async throws -> ProcessResult {
    let cairn = sandbox.program(named: "cairn")
    let result = try await runProcess(
      ["/bin/sh", "-euc", "cairn() { '\(cairn)' \"$@\"; }\n" + script], cwd: project,
      env: sandbox.environment(adding: variables))
    #expect(result.status == status, "\(script): \(result)")
    return result
  }

  /// `1\n`
  private let one = "files/md5/b0/26324c6904b2a9cb4b88d6d61c81d1"

  private func damage(_ path: String) async throws {
    try await shell("chmod u+w '\(path)'; printf 0 > '\(path)'; chmod 444 '\(path)'")
  }

  @Test func wholeIsWhole() async throws {
    let cache = try await shell("cairn verify")
    #expect(cache.out.contains("7 objects listed, 7 read"))
    let remote = try await shell("cairn verify --remote")
    #expect(remote.out == "remote 'store': 7 objects listed, 0 damaged or missing\n")
    let read = try await shell("cairn verify --remote store --read-data")
    #expect(read.out.contains("7 objects listed, 7 read"))
  }

  @Test func theCacheIsHealedFromTheRemote() async throws {
    try await damage(".dvc/cache/\(one)")
    let found = try await shell("cairn verify", exits: 1)
    #expect(found.err.contains("corrupt: b026324c6904b2a9cb4b88d6d61c81d1"))
    #expect(found.err.contains("needed for: d/1"))
    #expect(try await shell("cat .dvc/cache/\(one)").out == "0", "nothing is changed unasked")
    try await shell("cairn verify --repair; cairn verify; printf '1\\n' | cmp - .dvc/cache/\(one)")
    let aside = ".dvc/cache/.cairn/quarantine/b026324c6904b2a9cb4b88d6d61c81d1"
    #expect(try await shell("cat \(aside)").out == "0")
  }

  @Test func aRemoteThatCannotBeUsedIsPassedOver() async throws {
    try await damage(".dvc/cache/\(one)")
    try await shell("cairn remote add -q cloud gs://bucket/project")
    let healed = try await shell("cairn verify --repair")
    #expect(healed.err.contains("remote 'cloud' is not asked"))
  }

  @Test func whatNobodyHasStaysNamed() async throws {
    try await damage(".dvc/cache/\(one)")
    try await shell("rm '\(sandbox.root)/store/\(one)'")
    let failed = try await shell("cairn verify --repair", exits: 1)
    #expect(failed.err.contains("not repaired: no remote has it"))
  }

  @Test func aRemoteIsHealedFromTheCache() async throws {
    let store = "\(sandbox.root)/store"
    try await damage("\(store)/\(one)")
    try await shell("rm '\(store)/files/md5/26/ab0db90d72e28ad0ba1e22ee510510'")
    let found = try await shell("cairn verify --remote", exits: 1)
    #expect(found.err.contains("wrong-size: b026324c6904b2a9cb4b88d6d61c81d1"))
    #expect(found.err.contains("missing: 26ab0db90d72e28ad0ba1e22ee510510"))
    try await shell("cairn verify --remote --repair; cairn verify --remote --read-data")
    try await shell("rm -rf .dvc/cache d f; cairn pull -q; cairn status | grep 'up to date'")
  }

  /// No list of files tells of a file of its own, or of a list.
  @Test func whatTheWorkspaceNeedsIsMissing() async throws {
    let store = "\(sandbox.root)/store"
    try await shell("rm -f '\(store)'/files/md5/*/*.dir")
    let found = try await shell("cairn verify --remote", exits: 1)
    #expect(found.err.contains(".dir - the workspace needs it\nneeded for: d\n"), "\(found)")
    try await shell("cairn verify --remote --repair; cairn verify --remote --read-data")
    try await shell("rm -rf '\(store)'/*")
    let gone = try await shell("cairn verify --remote", exits: 1)
    #expect(gone.err.contains("needed for: f\n"), "\(gone)")
    #expect(gone.out.hasSuffix("0 objects listed, 7 damaged or missing\n"), "\(gone)")
    // A list is not shown before its files.
    try await shell("rm .dvc/cache/\(one)")
    let healed = try await shell("cairn verify --remote --repair", exits: 1)
    #expect(healed.err.contains("not repaired: not all of its files are on the remote"))
    try await shell("! ls '\(store)'/files/md5/*/*.dir 2>&1 | grep -v 'No such'")
    // What need not be there is not missing.
    try await shell("cairn remote add -q other ../other; cairn verify --remote other")
  }

  /// Neither is an object; both are put aside.
  @Test(arguments: ["mkdir OBJECT; echo 1 > OBJECT/x", "ln -s nowhere OBJECT"])
  func whatIsNoFileIsPutAside(_ script: String) async throws {
    let object = ".dvc/cache/\(one)"
    try await shell("rm -f \(object); " + script.replacing("OBJECT", with: object))
    let found = try await shell("cairn verify", exits: 1)
    #expect(found.err.contains("corrupt: b026324c6904b2a9cb4b88d6d61c81d1"), "\(found)")
    try await shell("cairn verify --repair; cairn verify; printf '1\\n' | cmp - \(object)")
    try await shell("test -e .dvc/cache/.cairn/quarantine/* -o -L .dvc/cache/.cairn/quarantine/*")
  }

  /// Nobody reads objects on checkout, but what came out empty is not taken for what it should be.
  @Test func whatCameOutEmptyIsModified() async throws {
    try await shell(
      """
      for number in $(seq 500); do echo $number > d/$number; done; cairn add -q d; rm -r d
      chmod u+w .dvc/cache/\(one); : > .dvc/cache/\(one); chmod 444 .dvc/cache/\(one)
      cairn checkout -q; cairn status | grep 'modified:           d$'
      """)
  }

  /// The same length: only reading tells.
  @Test func wrongBytesOnARemoteAreTakenAway() async throws {
    let store = "\(sandbox.root)/store"
    try await shell("chmod u+w '\(store)/\(one)'; printf 'x\\n' > '\(store)/\(one)'")
    try await shell("cairn verify --remote")
    try await shell("rm -rf .dvc/cache/files/md5/b0")
    let found = try await shell("cairn verify --remote --read-data --repair", exits: 1)
    #expect(found.err.contains("corrupt: b026324c6904b2a9cb4b88d6d61c81d1"))
    #expect(found.err.contains("taken off the remote"))
    let aside = ".dvc/cache/.cairn/quarantine/b026324c6904b2a9cb4b88d6d61c81d1"
    #expect(try await shell("cat \(aside)").out == "x\n")
    // Whoever has it brings it back.
    try await shell("cairn add -q d; cairn push -q; cairn verify --remote --read-data")
  }

  @Test func aRemoteIsTried() async throws {
    let result = try await shell("cairn remote check")
    let lines = result.out.split(separator: "\n")
    #expect(lines.count == 7 && lines.allSatisfy { $0.hasSuffix(" ok") }, "\(result)")
    #expect(
      try await shell("ls -A '\(sandbox.root)/store/.cairn' 2>&1 || true").out.contains("check")
        == false)
    try await shell("cairn remote add -q broken ssh://127.0.0.1:1/nowhere")
    let failed = try await shell("cairn remote check broken", exits: 1)
    #expect(failed.out.hasPrefix("connect  failed: "))
    #expect(failed.err.contains("the remote 'broken' does not do all that is needed"))
  }

  /// The sizes differ because the cache is what is damaged.
  @Test func whatIsRightOnARemoteStays() async throws {
    try await damage(".dvc/cache/\(one)")
    let found = try await shell("cairn verify --remote --repair", exits: 1)
    #expect(found.err.contains("its bytes are right; it is the cache's that are damaged"))
    let store = "\(sandbox.root)/store"
    try await shell("printf '1\\n' | cmp - '\(store)/\(one)'; ! ls .dvc/cache/.cairn/quarantine/*")
    try await shell("cairn verify --repair; cairn verify --remote")
  }

  @Test func aSubsetIsRead() async throws {
    let result = try await shell("cairn verify --subset 40% --json")
    #expect(result.out.contains("\"listed\": 7"))
    let remote = try await shell("cairn verify --remote --subset 100%")
    #expect(remote.out.contains("7 objects listed, 7 read"))
    let wrong = try await shell("cairn verify --subset all", exits: 254)
    #expect(wrong.err.contains("'all' is no part of the objects"))
  }

  @Test func continuousIntegrationIsTold() async throws {
    let whole = try await shell("cairn ci check")
    #expect(whole.out == "7 objects are on 'store'.\n")
    let key = try await shell("cairn ci cache-key").out
    #expect(key.count == 33)
    // A fresh clone, with neither cache nor the data of the commit.
    try await shell(
      """
      git clone -q . ../clone; cd ../clone; cairn ci check
      test "$(cairn ci cache-key)" = \(key.dropLast()); ls .dvc/cache 2>&1 | grep -q 'No such'
      """)
    try await shell("echo 6 > d/6; cairn add -q d; git commit -q -a -m more")
    #expect(try await shell("cairn ci cache-key").out != key)
    #expect(try await shell("cairn ci cache-key --rev HEAD~1").out == key)
    let lacking = try await shell("cairn ci check", exits: 10)
    #expect(lacking.err.contains("missing on 'store': d/6"))
    #expect(lacking.err.contains("recorded in d.dvc"))
    try await shell("cairn push -q; cairn ci check")
  }

  /// What was found wrong is believed no more: the next push looks, and repairs.
  @Test(arguments: ["status -c", "ci check", "fetch", "verify --remote"])
  func whatIsFoundMissingIsPushedAgain(_ words: String) async throws {
    try await shell("cairn push | grep 'up to date'; rm '\(sandbox.root)/store/\(one)'")
    // Of the cache only what a fetch asks for.
    if words == "fetch" { try await shell("mv .dvc/cache/\(one) ../kept") }
    _ = try await shell("cairn \(words) || true")
    if words == "fetch" { try await shell("mv ../kept .dvc/cache/\(one)") }
    let push = try await shell("cairn push")
    #expect(push.out == "1 file pushed\n", "\(push)")
    #expect(push.err.contains("was on the remote without all of its files"), "\(push)")
    try await shell("cairn ci check; cairn status -c | grep 'in sync'")
  }

  @Test func anUnreachableRemoteIsNoMissingData() async throws {
    try await shell("cairn remote modify -q store url ssh://127.0.0.1:1/nowhere")
    try await shell("cairn ci check", exits: 11)
  }
}
