import Basics
import FileAccess
import SystemPackage
import TestSupport
import Testing

/// A project with sixty small files and one of 40 MiB, whose remote is on a real server, behind a proxy
/// that spoils what it is told to.
struct S3Project: Sendable {
  let sandbox: Sandbox
  let server: S3TestServer
  let proxy: HTTPFaultProxy?
  let first: FilePath
  /// Another clone, with an empty cache.
  let second: FilePath
  /// All objects: the files, and the list of the directory.
  static let objects = 62
  /// Of the large file.
  static let parts = 3

  /// - Parameter isProxied: servers of HTTPS are reached without a proxy.
  init(on server: S3TestServer, bucket: String = S3TestServer.bucket, isProxied: Bool = true)
    async throws
  {
    self.server = server
    sandbox = try Sandbox(cairn: builtProgram)
    proxy = isProxied ? try HTTPFaultProxy(before: server.port) : nil
    (first, second) = (sandbox.root.appending("first"), sandbox.root.appending("second"))
    try makeDirectories(first)
    try await shell(
      """
      mkdir d; for number in $(seq 60); do echo $number >d/$number; done
      seq 6000000 | head -c 41943040 >large
      cairn init -q --no-scm
      cairn remote add -q -d s 's3://\(bucket)\(sandbox.root)/storage'
      cairn remote modify s endpointurl \(proxy?.endpoint ?? server.endpoint)
      \(server.authority.map { "cairn remote modify s ssl_verify '\($0)'" } ?? "")
      cairn add -q d large
      mkdir -p ../second/.dvc; cp *.dvc ../second; cp .dvc/config ../second/.dvc
      """)
  }

  /// The keys, as the AWS tools' variables.
  var keys: [String: String] {
    ["AWS_ACCESS_KEY_ID": server.keys.id, "AWS_SECRET_ACCESS_KEY": server.keys.secret]
  }

  /// Runs a script; `cairn` is the program, nothing else is defined.
  @discardableResult
  func shell(
    _ script: String, in directory: FilePath? = nil, exits status: Int? = 0,
    with variables: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> ProcessResult {
    let program = sandbox.program(named: "cairn")
    let result = try await runProcess(
      ["/bin/sh", "-euc", "cairn() { '\(program)' \"$@\"; }\n" + script], cwd: directory ?? first,
      env: sandbox.environment(adding: keys.merging(variables) { $1 }))
    if let status {
      #expect(result.status == status, "\(script): \(result)", sourceLocation: sourceLocation)
    }
    return result
  }

  /// Starts the program and leaves it running.
  func start(_ arguments: String..., in directory: FilePath? = nil) throws -> RunningProcess {
    try RunningProcess(
      [sandbox.program(named: "cairn").string] + arguments, cwd: directory ?? first,
      env: sandbox.environment(adding: keys))
  }

  /// The remote holds all there is, by its own list and byte by byte, and the program says so.
  func expectWholeRemote(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let again = try await shell("cairn push --recheck", sourceLocation: sourceLocation)
    #expect(again.out == "Everything is up to date.\n", sourceLocation: sourceLocation)
    let read = try await shell("cairn verify --remote --read-data", sourceLocation: sourceLocation)
    #expect(
      read.out.contains("\(Self.objects) objects listed, \(Self.objects) read"), "\(read)",
      sourceLocation: sourceLocation)
  }

  /// The other clone has all there is.
  func expectWholeClone(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let again = try await shell(
      "cairn fetch; cairn verify; cairn checkout -q; diff -r d ../first/d; cmp large ../first/large",
      in: second, sourceLocation: sourceLocation)
    #expect(
      again.out.contains("Everything is up to date."), "\(again)", sourceLocation: sourceLocation)
    #expect(again.out.contains("\(Self.objects) objects listed"), sourceLocation: sourceLocation)
  }
}

extension HTTPFaultProxy {
  /// Waits for something in what passes through.
  func wait(until condition: (HTTPFaultProxy) -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(60)
    while !condition(self) {
      try #require(ContinuousClock.now < end, "it never happened")
      try await Task.sleep(for: .milliseconds(5))
    }
  }
}

extension ScriptedServer.Answer {
  /// An error as S3 words it.
  static func error(_ status: String, _ code: String) -> Self {
    Self(status, "<Error><Code>\(code)</Code><Message>because</Message></Error>")
  }
}
