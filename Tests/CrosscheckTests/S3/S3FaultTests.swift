import Basics
import FileAccess
import Synchronization
import SystemPackage
import TestSupport
import Testing

/// Everything that can go wrong between the program and a real server. After it the same command
/// finishes, both sides are right, nothing that had arrived is sent again, and what was said is true.
@Suite(.enabled(if: InstalledServer.seaweedFS.isExpected))
struct S3FaultTests {
  struct Trouble: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var script: HTTPFaultProxy.Script
    /// Whether the first command gets through.
    var isOvercome = true
    /// Whether all ranges of a large object are thrown away for one.
    var spoilsBytes = false

    init(
      _ name: String, isOvercome: Bool = true, spoilsBytes: Bool = false,
      _ script: @escaping HTTPFaultProxy.Script
    ) {
      (testDescription, self.isOvercome, self.script) = (name, isOvercome, script)
      self.spoilsBytes = spoilsBytes
    }
  }

  static let pushes: [Trouble] = [
    Trouble("503 in a burst") { _, number in
      (10..<30).contains(number) ? .answer(.error("503 Busy", "ServiceUnavailable")) : nil
    },
    Trouble("SlowDown", atFirst(.answer(.error("503 Slow Down", "SlowDown")))),
    Trouble("a page of HTML", atFirst(.answer(.init("502 Bad Gateway", "<html>no</html>")))),
    Trouble("a part that is never taken", isOvercome: false) { request, _ in
      request.target.contains("partNumber=2&")
        ? .answer(.error("500 Oops", "InternalError")) : nil
    },
    Trouble("reset", atFirst(.reset)),
    Trouble("cut at the first byte that is sent", atFirst(.cutRequest(1))),
    Trouble("parts cut in the middle", atFirst(.cutRequest(9 << 20)) { $0.isPart }),
    Trouble("cut in the head of the answer", atFirst(.cutAnswer(20))),
    Trouble("answers that claim to be longer", atFirst(.lying(10))),
    Trouble(
      "lost answers to objects", atFirst(.eaten) { $0.method == "PUT" && !$0.target.contains("?") }),
    Trouble("lost answers to parts", atFirst(.eaten) { $0.isPart }),
    Trouble("a lost answer to the end of an upload", atFirst(.eaten) { $0.isCompletion }),
    Trouble("all answers to the end of an upload are lost") { request, _ in
      request.isCompletion ? .eaten : nil
    },
    Trouble("keys expire", isOvercome: false) { _, number in
      number > 20 ? .answer(.error("400 Bad Request", "ExpiredToken")) : nil
    },
    Trouble("everything is refused", isOvercome: false) { _, number in
      number > 20 ? .answer(.error("403 Forbidden", "AccessDenied")) : nil
    },
  ]

  static let fetches: [Trouble] = [
    Trouble("503 in a burst") { _, number in
      (10..<30).contains(number) ? .answer(.error("503 Busy", "ServiceUnavailable")) : nil
    },
    Trouble("reset", atFirst(.reset)),
    Trouble("cut in the head", atFirst(.cutAnswer(20))),
    Trouble("cut after the head", atFirst(.cutAnswer(600))),
    Trouble(
      "cut in the large file",
      atFirst(.cutAnswer(9 << 20), times: 2, \.isObject) { "\($0.target) \($0.endOfRange)" }),
    Trouble("answers that claim to be longer", atFirst(.lying(10))),
    Trouble(
      "a bit of each object is another", spoilsBytes: true, atFirst(.flipped(0)) { $0.isObject }),
    Trouble("a bit of everything is another, always", isOvercome: false) { request, _ in
      request.isObject ? .flipped(0) : nil
    },
    Trouble("keys expire", isOvercome: false) { _, number in
      number > 20 ? .answer(.error("400 Bad Request", "ExpiredToken")) : nil
    },
  ]

  @Test(arguments: pushes)
  func aPushFinishes(_ trouble: Trouble) async throws {
    let project = try await S3Project(on: SeaweedFS.plain.value())
    let proxy = try #require(project.proxy)
    proxy.setScript(trouble.script)
    let result = try await project.shell("cairn push", exits: nil)
    try await proxy.settled()
    proxy.setScript()
    #expect((result.status == 0) == trouble.isOvercome, "\(result)")
    let count = try await objectsOnRemote(project)
    if result.status == 0 {
      #expect(count == S3Project.objects)
      #expect(result.out.contains("\(S3Project.objects) files pushed"), "\(result)")
    } else {
      #expect(count < S3Project.objects)
      #expect(!result.out.contains("up to date"), "\(result)")
      let again = try await project.shell("cairn push")
      #expect(again.out.contains("pushed"), "\(again)")
    }
    #expect(proxy.sentAgain == [])
    try await project.expectWholeRemote()
  }

  @Test(arguments: fetches)
  func aFetchFinishes(_ trouble: Trouble) async throws {
    let project = try await S3Project(on: SeaweedFS.plain.value())
    let proxy = try #require(project.proxy)
    try await project.shell("cairn push -q")
    proxy.setScript(trouble.script)
    let result = try await project.shell("cairn fetch", in: project.second, exits: nil)
    proxy.setScript()
    #expect((result.status == 0) == trouble.isOvercome, "\(result)")
    try await project.shell("cairn verify", in: project.second)
    if result.status != 0 {
      #expect(!result.out.contains("up to date"), "\(result)")
      let again = try await project.shell("cairn fetch", in: project.second)
      #expect(again.out.contains("fetched"), "\(again)")
    }
    let objects = Set(proxy.fetchedAgain.map { $0.prefix { $0 != " " } })
    #expect(objects.count <= (trouble.spoilsBytes ? 1 : 0), "\(objects)")
    try await project.expectWholeClone()
  }

  /// Wrong bytes are refused, asked for once more, and named when they stay wrong.
  @Test func wrongBytesAreNamed() async throws {
    let project = try await S3Project(on: SeaweedFS.plain.value())
    let proxy = try #require(project.proxy)
    try await project.shell("cairn push -q")
    let one = "/files/md5/b0/26324c6904b2a9cb4b88d6d61c81d1"
    proxy.setScript { request, _ in request.target.hasSuffix(one) ? .flipped(0) : nil }
    let result = try await project.shell("cairn fetch", in: project.second, exits: 1)
    #expect(result.err.contains("b026324c6904b2a9cb4b88d6d61c81d1"), "\(result)")
    #expect(proxy.exchanges.filter { $0.method == "GET" && $0.target.hasSuffix(one) }.count == 2)
    proxy.setScript()
    try await project.shell("! ls .dvc/cache\(one); cairn fetch", in: project.second)
    try await project.expectWholeClone()
  }

  /// The server dies at work and comes back with what it had promised to keep.
  @Test func theServerIsKilled() async throws {
    let server = try await SeaweedFS.restartable()
    let project = try await S3Project(on: server)
    let proxy = try #require(project.proxy)
    proxy.setScript { request, number in
      if number == 30 { try? SeaweedFS.crash(server) }  // the test sees that it did not
      return nil
    }
    let result = try await project.shell("cairn push", exits: nil)
    proxy.setScript()
    if result.status != 0 {
      #expect(!result.out.contains("up to date"), "\(result)")
      try await server.process.ready {
        try await proxy.settled()
        return try await project.shell("cairn push", exits: nil).status == 0
      }
    }
    #expect(proxy.sentAgain == [])
    try await project.expectWholeRemote()
    #expect(try SeaweedFS.starts(server) > 1)
  }

  /// Keys that a program gives expire in the middle; it is asked again, and nothing else happens.
  @Test func keysAreRenewed() async throws {
    let project = try await S3Project(on: SeaweedFS.plain.value())
    let proxy = try #require(project.proxy)
    let renewed = S3TestServer.renewed
    try await project.shell(
      """
      mkdir -p ~/.aws
      cat >~/.aws/give <<'END'
      #!/bin/sh
      id=\(project.server.keys.id) secret=\(project.server.keys.secret)
      [ ! -e ~/.aws/given ] || id=\(renewed.id) secret=\(renewed.secret)
      : >~/.aws/given
      printf '{"Version": 1, "AccessKeyId": "%s", "SecretAccessKey": "%s", ' "$id" "$secret"
      printf '"Expiration": "%s"}' "$(date -u -d '+1 hour' +%Y-%m-%dT%H:%M:%SZ)"
      END
      chmod +x ~/.aws/give
      printf '[default]\\ncredential_process = %s\\n' ~/.aws/give >~/.aws/config
      """)
    proxy.setScript { request, number in
      number > 20 && request.headers["authorization"]?.contains("=owner-key/") == true
        ? .answer(.error("400 Bad Request", "ExpiredToken")) : nil
    }
    let none = ["AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""]
    let result = try await project.shell("cairn push", with: none)
    #expect(result.out.contains("\(S3Project.objects) files pushed"), "\(result)")
    #expect(proxy.sentAgain == [])
    proxy.setScript()
    try await project.expectWholeRemote()
  }

  @Test(.enabled(if: SystemServer.cephGateway.isExpected))
  func theRemoteIsFull() async throws {
    let ceph = try await CephGateway.shared.value()
    try await ceph.plain.makeBucket("small")
    let project = try await S3Project(on: ceph.plain, bucket: "small")
    let proxy = try #require(project.proxy)
    try await ceph.limit("small", toBytes: 1 << 20)
    let result = try await project.shell("cairn push", exits: 1)
    #expect(result.err.contains("QuotaExceeded"), "\(result)")
    #expect(!result.out.contains("up to date"))
    try await proxy.settled()
    try await ceph.limit("small", toBytes: nil)
    let again = try await project.shell("cairn push")
    #expect(again.out.contains("pushed"))
    #expect(proxy.sentAgain == [])
    try await project.expectWholeRemote()
  }

  private func objectsOnRemote(_ project: S3Project) async throws -> Int {
    let text = try await project.shell("cairn verify --remote --json", exits: nil).out
    let count = text.split(separator: "\"listed\": ").dropFirst().first?.prefix { $0.isNumber }
    return try #require(count.flatMap { Int($0) }, "\(text)")
  }

  /// The first `count` of the requests with the same target have the fault, as far as they are picked.
  ///
  /// - Parameter name: what counts as the target.
  private static func atFirst(
    _ fault: HTTPFaultProxy.Fault, times count: Int = 1,
    _ picks: @escaping @Sendable (ScriptedServer.Request) -> Bool = { _ in true },
    of name: @escaping @Sendable (ScriptedServer.Request) -> String = { $0.target }
  ) -> HTTPFaultProxy.Script {
    let seen = SeenTargets()
    return { request, _ in picks(request) && seen.number(name(request)) <= count ? fault : nil }
  }
}

private final class SeenTargets: Sendable {
  private let targets = Mutex<[String: Int]>([:])

  /// How often a target was seen, this time included.
  func number(_ target: String) -> Int {
    targets.withLock { targets in
      targets[target, default: 0] += 1
      return targets[target, default: 0]
    }
  }
}

extension ScriptedServer.Request {
  fileprivate var isPart: Bool { target.contains("partNumber=") }
  fileprivate var isCompletion: Bool { method == "POST" && target.contains("uploadId=") }
  fileprivate var isObject: Bool { method == "GET" && target.contains("/files/md5/") }

  /// What a range goes up to, wherever it begins anew.
  fileprivate var endOfRange: Substring {
    headers["range"]?.split(separator: "-").last ?? ""
  }
}
