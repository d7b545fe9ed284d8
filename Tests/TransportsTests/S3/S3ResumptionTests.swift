import Basics
import FileAccess
import Glibc
import Hashing
import SystemPackage
import TestSupport
import Testing

@testable import Transports

/// Uploads in parts that break off, on a real server behind a proxy that spoils what it is told to.
@Suite(.enabled(if: InstalledServer.seaweedFS.isExpected))
struct S3ResumptionTests {
  /// Four parts, the last a small one.
  private static let bytes = sampleBytes(3 * Int(S3Fixture.partSize) + 1000)
  private let check = ContentCheck(.md5, Digest(of: Self.bytes))
  private let key: ObjectKey
  private let state: TemporaryDirectory
  private let proxy: HTTPFaultProxy
  private let options: S3Options

  init() async throws {
    let server = try await SeaweedFS.plain.value()
    state = try TemporaryDirectory()
    proxy = try HTTPFaultProxy(before: server.port)
    var options = server.options()
    options.endpoint = proxy.endpoint
    options.memory = 64 << 20
    self.options = options
    key = try #require(ObjectKey("files/md5/\(Digest(of: Self.bytes).hex)"))
  }

  /// A transport as another run of the program has it; with a journal of its own on another machine.
  private func transport(
    on machine: String = "here", changing change: (inout S3Options) -> Void = { _ in }
  ) -> S3Transport {
    var options = options
    change(&options)
    return S3Transport(
      S3Session(options, environment: [:]), partPolicy: RetryPolicy(attempts: 2, wait: { _ in }),
      journal: S3UploadJournal(in: state.path.appending(machine)))
  }

  private func upload(_ transport: S3Transport, _ bytes: [UInt8] = Self.bytes) async throws {
    try await transport.upload(.bytes(bytes), to: key, verifying: check)
  }

  /// Breaks an upload off when all parts but the third have arrived.
  private func breakOff() async throws {
    proxy.setScript { [proxy] request, _ in
      guard request.target.contains("partNumber=3&") else { return nil }
      while proxy.partsDone < 3 { usleep(1000) }
      return .answer(.error("503 Slow", "SlowDown"))
    }
    let error = await transportError { try await upload(transport()) }
    #expect(error?.kind == .throttled)
    #expect(proxy.partsDone == 3)
    proxy.setScript()
  }

  private func unfinished() async throws -> [S3UploadListing.Entry] {
    try await transport().uploads().entries
  }

  private func journal(_ machine: String = "here") throws -> [FilePath] {
    let directory = state.path.appending("\(machine)/uploads")
    return try directoryNames(directory).map { directory.appending(pathBytes: $0) }
  }

  /// The object is there, nothing unfinished is, and nobody remembers anything.
  private func expectWhole() async throws {
    let arrived = ArrivedDigest()
    _ = try await transport().download(key, into: arrived.receive)
    #expect(arrived.finish() == check.digest)
    #expect(try await unfinished().isEmpty)
    #expect(try journal().isEmpty)
  }

  enum Journal: CaseIterable {
    case kept, lost, torn, foreign
  }

  @Test(arguments: Journal.allCases)
  func sendsWhatIsLacking(_ fate: Journal) async throws {
    try await breakOff()
    let file = try #require(try journal().first)
    switch fate {
    case .kept: break
    case .lost: try removeFile(file)
    case .torn: try writeAtomically(Array(readFile(file).prefix(60)), to: file)
    case .foreign:
      let text = String(decoding: try readFile(file), as: UTF8.self)
      try writeAtomically(Array(("other" + text).utf8), to: file)
    }
    let counter = ByteCounter()
    try await transport().upload(
      .bytes(Self.bytes), to: key, verifying: check, progress: counter)
    #expect(counter.bytes == Int64(Self.bytes.count))
    #expect(proxy.partsDone == 4)
    #expect(proxy.sentAgain == [])
    try await expectWhole()
  }

  @Test func beginsAnewWhenTheUploadWasAborted() async throws {
    try await breakOff()
    let name = try transport().name(of: key)
    for upload in try await unfinished() {
      try await transport().client.abort(upload.id, name: name)
    }
    try await upload(transport())
    #expect(proxy.partsDone == 3 + 4)
    try await expectWhole()
  }

  /// Aborted between the list of parts and the next one.
  @Test func beginsAnewWhenTheUploadIsAbortedMeanwhile() async throws {
    try await breakOff()
    let (transport, name) = (transport(), try transport().name(of: key))
    let id = try #require(try await unfinished().first?.id)
    proxy.setScript { request, _ in
      request.target.contains("partNumber=3&") && request.target.contains(id)
        ? .answer(.error("404 Not Found", "NoSuchUpload")) : nil
    }
    try await transport.client.abort(id, name: name)
    try await upload(transport)
    try await expectWhole()
  }

  @Test func sendsPartsThatAreOthers() async throws {
    try await breakOff()
    let id = try #require(try await unfinished().first?.id)
    let body = RequestBody([UInt8](repeating: 1, count: Int(S3Fixture.partSize)))
    var request = S3Request(
      "UploadPart", .put, key: try transport().name(of: key),
      query: [("partNumber", "2"), ("uploadId", id)])
    (request.body, request.hasContent) = (body, true)
    _ = try await transport().client.send(request)
    try await upload(transport())
    try await expectWhole()
  }

  @Test func theSourceIsAnother() async throws {
    try await breakOff()
    var other = Self.bytes
    other[100] ^= 1
    let error = await transportError { try await upload(transport(), other) }
    #expect(error?.kind == .mismatch)
    #expect(try await unfinished().isEmpty, "what fails for good is aborted")
    #expect(try journal().isEmpty)
    #expect(try await transport().stat(key) == nil)
    try await upload(transport())
    try await expectWhole()
  }

  /// The server has put the parts together, and the answers to all tries were lost.
  @Test func looksWhetherItIsThere() async throws {
    proxy.setScript { request, _ in
      request.method == "POST" && request.target.contains("uploadId=") ? .eaten : nil
    }
    let error = await transportError { try await upload(transport()) }
    // The second try hears that there is no such upload, which the first had completed.
    #expect(error == nil || error?.isTransient == true)
    proxy.setScript()
    try await upload(transport())
    #expect(proxy.partsDone == 4)
    try await expectWhole()
  }

  /// The first waits for the server while another process uploads the same.
  @Test(arguments: ["here", "elsewhere"])
  func twoAtOnce(_ machine: String) async throws {
    proxy.setScript { request, _ in
      request.target.contains("partNumber=3&") ? .stalled : nil
    }
    let first = Task { try await upload(transport()) }
    while proxy.partsDone < 3 || proxy.stalled == 0 { try await Task.sleep(for: .milliseconds(5)) }
    proxy.setScript()
    try await upload(transport(on: machine))
    // On another machine the upload of the first is gone on with; beside it another is begun.
    #expect(proxy.partsDone == (machine == "here" ? 3 + 4 : 4))
    first.cancel()
    _ = await transportError { try await first.value }
    try await upload(transport())
    try await expectWhole()
    if machine != "here" { #expect(try journal(machine).isEmpty) }
  }

  /// Another machine has found the upload and fails for good: it is not its own to abort.
  @Test func leavesWhatIsAnothers() async throws {
    try await breakOff()
    var other = Self.bytes
    other[100] ^= 1
    let error = await transportError { try await upload(transport(on: "elsewhere"), other) }
    #expect(error?.kind == .mismatch)
    #expect(try await unfinished().count == 1)
    proxy.setScript()
    try await upload(transport())
    try await expectWhole()
  }

  /// Parts of another size are another tool's, which may be at work.
  @Test func leavesWhatIsCutDifferently() async throws {
    try await breakOff()
    try removeFile(try #require(try journal().first))
    try await upload(transport { $0.partSize += 1 << 20 })
    #expect(try await unfinished().count == 1)
  }

  /// Nobody can see with what headers a listed upload was created.
  @Test func takesNothingListedForObjectsWithHeaders() async throws {
    try await breakOff()
    try removeFile(try #require(try journal().first))
    let headers = try S3ObjectHeaders(["acl": "private"])
    try await upload(transport { $0.headers = headers })
    #expect(try await unfinished().count == 1)
  }

  @Test func abandonedEntriesGo() async throws {
    try await breakOff()
    let file = try #require(try journal().first)
    await transport().close()
    #expect(try journal() == [file])
    try setAge(of: file, hours: 8 * 24)
    await transport().close()
    #expect(try journal().isEmpty)
  }

  @Test func findsWhatNobodyTouches() async throws {
    try await breakOff()
    let transport = transport()
    #expect(try await transport.unfinishedUploads(untouchedFor: 3600).isEmpty)
    proxy.setScript { _, _ in .dated(3700) }
    let found = try await transport.unfinishedUploads(untouchedFor: 3600)
    #expect(found.map(\.key) == [key])
    #expect(found.map(\.bytes) == [S3Fixture.partSize * 2 + 1000])
    for upload in found + found { try await transport.abort(upload) }
    #expect(try await unfinished().isEmpty)
  }
}

/// The digest of what a download brings. Unchecked: a transport calls its sink by one thread at a time.
private final class ArrivedDigest: @unchecked Sendable {
  private var hasher = ContentHasher(.md5)

  func receive(_ bytes: UnsafeRawBufferPointer) { hasher.update(bytes) }

  func finish() -> Digest { hasher.finish() }
}
