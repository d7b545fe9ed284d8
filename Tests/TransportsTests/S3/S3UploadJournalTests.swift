import Basics
import FileAccess
import Hashing
import SystemPackage
import TestSupport
import Testing

@testable import Transports

struct S3UploadJournalTests {
  private let state: TemporaryDirectory
  private let journal: S3UploadJournal

  init() throws {
    state = try TemporaryDirectory()
    journal = S3UploadJournal(in: state.path)
  }

  private func subject(_ place: String = "http://host/bucket/key") -> S3UploadJournal.Subject {
    S3UploadJournal.Subject(
      place: place, plan: S3PartPlan(size: 100, smallest: 10),
      check: ContentCheck(.md5, Digest(of: "content".utf8)), headers: Digest(of: "".utf8))
  }

  private let note = S3JournalEntry.Note(id: "upload ID/1", isOurs: true)

  @Test func remembersUntilItIsTold() throws {
    try #require(journal.entry(for: subject())).write(note)
    let entry = try #require(journal.entry(for: subject()))
    #expect(entry.note == note)
    entry.write(.init(id: "other", isOurs: false))
    #expect(entry.note == .init(id: "other", isOurs: false))
    entry.clear()
    #expect(entry.note == nil)
  }

  @Test func leavesNoFileWithoutANote() throws {
    var entry = journal.entry(for: subject())
    #expect(entry?.note == nil)
    #expect(try directoryNames(state.path.appending("uploads")).count == 1)
    entry = nil
    #expect(try directoryNames(state.path.appending("uploads")).isEmpty)
  }

  @Test func isOneProcesssAtATime() throws {
    let entry = try #require(journal.entry(for: subject()))
    #expect(journal.entry(for: subject()) == nil)
    #expect(journal.entry(for: subject("http://host/bucket/other")) != nil)
    withExtendedLifetime(entry) {}
  }

  @Test func believesOnlyWhatIsItsOwn() throws {
    try #require(journal.entry(for: subject())).write(note)
    var others = [subject(), subject(), subject(), subject()]
    others[0].plan = S3PartPlan(size: 101, smallest: 10)
    others[1].plan = S3PartPlan(size: 100, smallest: 11)
    others[2].check = ContentCheck(.md5, Digest(of: "other".utf8))
    others[3].headers = Digest(of: "x-amz-acl".utf8)
    for other in others { #expect(try #require(journal.entry(for: other)).note == nil) }
  }

  @Test func believesNothingThatIsTorn() throws {
    try #require(journal.entry(for: subject())).write(note)
    let directory = state.path.appending("uploads")
    let path = directory.appending(pathBytes: try #require(try directoryNames(directory).first))
    let whole = try readFile(path)
    for count in 0..<whole.count {
      try writeAtomically(Array(whole.prefix(count)), to: path)
      #expect(try #require(journal.entry(for: subject())).note == nil)
    }
  }

  @Test func doesWithoutADirectory() throws {
    try state.write("a file", to: "file")
    #expect(S3UploadJournal(in: state.path.appending("file")).entry(for: subject()) == nil)
  }

  /// What stays on the server for the next try, and what is aborted.
  @Test(arguments: [
    ("503 Slow Down", "SlowDown", true), ("500 Oops", "InternalError", true),
    ("403 Forbidden", "ExpiredToken", true), ("403 Forbidden", "AccessDenied", false),
    ("400 Bad", "EntityTooLarge", false), ("507 Full", "InsufficientStorage", false),
  ])
  func leavesWhatBreaksOffForAPassingReason(
    _ status: String, _ code: String, _ stays: Bool
  ) async throws {
    let s3 = try ScriptedS3(journal: journal) { request, _ in
      if request.target.hasSuffix("?uploads=") {
        return .init("200 OK", "<R><UploadId>ID</UploadId></R>")
      }
      if request.method == "GET" { return .error("501 Not Implemented", "NotImplemented") }
      return request.target.contains("partNumber=2")
        ? .error(status, code) : .init("200 OK", headers: ["ETag": "\"e\""])
    }
    let check = ContentCheck(.md5, Digest(of: "0123456789".utf8))
    _ = await transportError { try await s3.put("0123456789", check) }
    #expect(s3.targets.contains("DELETE /bucket/root/key?uploadId=ID") == !stays)
    #expect(try directoryNames(state.path.appending("uploads")).count == (stays ? 1 : 0))
    let before = s3.targets.count
    _ = await transportError { try await s3.put("0123456789", check) }
    let again = s3.targets.dropFirst(before)
    #expect(again.contains("POST /bucket/root/key?uploads=") == !stays)
  }
}
