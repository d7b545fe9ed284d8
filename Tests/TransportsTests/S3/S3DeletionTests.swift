import Basics
import TestSupport
import Testing

@testable import Transports

struct S3DeletionTests {
  private func keys(_ names: String...) throws -> [ObjectKey] {
    try names.map { try #require(ObjectKey($0)) }
  }

  @Test func deletesSeveralWithOneRequest() async throws {
    let s3 = try ScriptedS3 { _, _ in .init("200 OK", "<DeleteResult/>") }
    let refused = await s3.transport.delete(try keys("a", "b&c", "a"))
    #expect(refused.isEmpty)
    let request = try #require(s3.server.requests.first)
    #expect(s3.targets == ["POST /bucket?delete="])
    #expect(
      String(decoding: request.body, as: UTF8.self)
        == "<Delete><Quiet>true</Quiet><Object><Key>root/a</Key></Object>"
        + "<Object><Key>root/b&amp;c</Key></Object></Delete>")
    #expect(request.headers["content-md5"]?.count == 24)
  }

  @Test func saysWhichKeysStay() async throws {
    let s3 = try ScriptedS3 { _, _ in
      .init(
        "200 OK",
        """
        <DeleteResult><Deleted><Key>root/a</Key></Deleted>
        <Error><Key>root/b</Key><Code>AccessDenied</Code><Message>no</Message></Error>
        <Error><Key>root/c</Key><Code>SlowDown</Code></Error>
        <Error><Key>root/d</Key><Code>NoSuchKey</Code></Error></DeleteResult>
        """)
    }
    let refused = await s3.transport.delete(try keys("a", "b", "c", "d"))
    #expect(
      Dictionary(uniqueKeysWithValues: refused.map { ($0.key.string, $0.value.kind) })
        == ["b": .denied, "c": .throttled])
    #expect(refused.allSatisfy { $0.value.key == $0.key })
  }

  @Test func deletesOneByOneWhereItMust() async throws {
    let s3 = try ScriptedS3 { request, _ in
      request.method == "POST" ? .error("501 No", "NotImplemented") : .init("204 No Content")
    }
    #expect(await s3.transport.delete(try keys("a", "b")).isEmpty)
    #expect(await s3.transport.delete(try keys("c", "d")).isEmpty)
    #expect(s3.targets.filter { $0.hasPrefix("POST") }.count == 1)
    #expect(
      Set(s3.targets.filter { $0.hasPrefix("DELETE") })
        == Set(["a", "b", "c", "d"].map { "DELETE /bucket/root/\($0)" }))
  }

  @Test func deletesAloneWhatXMLCannotHold() async throws {
    let s3 = try ScriptedS3 { request, _ in
      request.method == "POST" ? .init("200 OK", "<DeleteResult/>") : .init("204 No Content")
    }
    #expect(await s3.transport.delete(try keys("a", "b", "c\u{1}")).isEmpty)
    #expect(s3.targets.sorted() == ["DELETE /bucket/root/c%01", "POST /bucket?delete="])
  }

  @Test func failsAllKeysOfARequestThatFails() async throws {
    for answer in [
      ScriptedServer.Answer.error("403 Forbidden", "AccessDenied"), .init("200 OK", "what?"),
    ] {
      let s3 = try ScriptedS3 { _, _ in answer }
      let refused = await s3.transport.delete(try keys("a", "b"))
      #expect(refused.count == 2)
      #expect(refused.allSatisfy { $0.value.key == $0.key })
    }
  }
}
