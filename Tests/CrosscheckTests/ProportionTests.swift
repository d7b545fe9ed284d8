import Basics
import FileAccess
import Hashing
import SystemPackage
import TestSupport
import Testing

/// Work in proportion to what changed: what is known is not read again.
@Suite struct ProportionTests {
  private let sandbox: Sandbox
  private let project: FilePath

  init() throws {
    sandbox = try Sandbox(cairn: builtProgram)
    project = sandbox.root.appending("project")
    for number in 1...30 {
      try write("file \(number)", to: "d/\(number % 3)/\(number)")
    }
    try write("one", to: "f")
  }

  private func write(_ content: String, to name: String) throws {
    let path = project.appending(name)
    try makeDirectories(path.removingLastComponent())
    try writeAtomically(Array(content.utf8), to: path)
  }

  @discardableResult
  private func cairn(
    _ arguments: String..., reads: Bool = true, exits status: Int = 0
  ) async throws -> ProcessResult {
    // Fails at the first file that is read to be hashed.
    let variables = reads ? [:] : ["CAIRN_FAIL_POINT": "hash-file:errno-5"]
    let result = try await runProcess(
      [sandbox.program(named: "cairn").string] + arguments, cwd: project,
      env: sandbox.environment(adding: variables))
    #expect(result.status == status, "\(arguments): \(result)")
    return result
  }

  private func start(_ linkType: String) async throws {
    try await cairn("init", "-q", "--no-scm")
    try await cairn("config", "cache.type", linkType)
    // Entries as young as the command are read again.
    try await Task.sleep(for: .milliseconds(20))
  }

  /// All commands that look at the data.
  private func expectNothingRead() async throws {
    let status = try await cairn("status", reads: false)
    #expect(status.out == "Data and pipelines are up to date.\n")
    try await cairn("add", "d", "f", reads: false)
    try await cairn("commit", reads: false)
    try await cairn("checkout", reads: false)
  }

  @Test func theFaultIsMet() async throws {
    try await start("copy")
    try await cairn("add", "d", reads: false, exits: 255)
  }

  @Test(arguments: ["copy", "hardlink", "symlink"])
  func afterAdd(linkType: String) async throws {
    try await start(linkType)
    try await cairn("add", "-q", "d", "f")
    if linkType == "symlink" { try await cairn("status") }
    try await expectNothingRead()
  }

  @Test(arguments: ["copy", "hardlink", "symlink"])
  func afterCheckout(linkType: String) async throws {
    try await start(linkType)
    try await cairn("add", "-q", "d", "f")
    try removeTree(project.appending("d"))
    // The clock of the file system goes on between what is made and the look at it.
    try await Task.sleep(for: .milliseconds(20))
    try await cairn("checkout", "-q")
    try await cairn("status")
    try await expectNothingRead()
  }

  @Test func oneFileIsReadWhenOneChanged() async throws {
    try await start("copy")
    try await cairn("add", "-q", "d")
    try write("other", to: "d/1/1")
    let result = try await runProcess(
      [sandbox.program(named: "cairn").string, "add", "-q", "d"], cwd: project,
      env: sandbox.environment(adding: ["CAIRN_FAIL_POINT": "hash-file:errno-5:2"]))
    #expect(result.status == 0, "\(result)")
    #expect(try await cairn("status").out == "Data and pipelines are up to date.\n")
  }

  /// Each kernel that `CAIRN_MD5` forces records the same.
  @Test func everyKernelRecordsTheSame() async throws {
    try await start("copy")
    var pointers: Set<[UInt8]> = []
    for kernel in MD5Kernel.all.map(\.name) + ["none-of-them"] {
      let result = try await runProcess(
        [sandbox.program(named: "cairn").string, "add", "-q", "d"], cwd: project,
        env: sandbox.environment(adding: ["CAIRN_MD5": kernel]))
      #expect(result.status == 0, "\(result)")
      pointers.insert(try readFile(project.appending("d.dvc")))
      try removeTree(project.appending(".dvc/tmp"))
    }
    #expect(pointers.count == 1)
  }

  /// With 64 descriptors, of which the program itself and its streams take some.
  @Test func fewDescriptorsAreEnough() async throws {
    try await start("copy")
    for number in 1...20 {
      let content = [UInt8](repeating: UInt8(number), count: 1_100_000)
      try writeAtomically(content, to: project.appending("d/large-\(number)"))
    }
    let program = sandbox.program(named: "cairn").string
    for words in ["add -q d", "checkout -q", "status -q"] {
      if words == "checkout -q" { try removeTree(project.appending("d")) }
      let result = try await runProcess(
        ["/bin/sh", "-c", "ulimit -n 64 && exec '\(program)' \(words)"], cwd: project,
        env: sandbox.environment(adding: [:]))
      #expect(result.status == 0, "\(words): \(result)")
    }
    #expect(try await cairn("status").out == "Data and pipelines are up to date.\n")
  }

  /// What the program itself lacks is told; libdispatch crashes when it lacks some.
  @Test func tooFewDescriptorsForTheNetworkAreAnError() async throws {
    try await start("copy")
    try await cairn("add", "-q", "d")
    try await cairn("remote", "add", "-q", "-d", "web", "http://127.0.0.1:1/")
    let program = sandbox.program(named: "cairn").string
    var errors = ""
    for limit in 8...16 {
      let result = try await runProcess(
        ["/bin/sh", "-c", "ulimit -n \(limit) && exec '\(program)' push"], cwd: project,
        env: sandbox.environment(adding: [:]))
      errors += result.err
    }
    #expect(errors.contains("cannot use the network: [Errno 24] Too many open files"), "\(errors)")
    #expect(!errors.contains("Fatal error"), "\(errors)")
  }
}
