import Basics
import Glibc
import TestSupport
import Testing

@testable import Transports

struct S3ReadTests {
  @Test func takesItsPartFromAServerWithoutRanges() async throws {
    let s3 = try ScriptedS3 { _, _ in .init("200 OK", "0123456789") }
    #expect(try await s3.get(3..<6) == Array("345".utf8))
    #expect(try await s3.get(8..<100) == Array("89".utf8))
    #expect(s3.server.requests.map { $0.headers["range"] } == ["bytes=3-5", "bytes=8-99"])
  }

  @Test(arguments: ["200 OK", "206 Partial Content"])
  func takesAPartForWhatItsHeaderSays(_ status: String) async throws {
    let s3 = try ScriptedS3 { _, _ in
      .init(status, "345", headers: ["Content-Range": "bytes 3-5/10"])
    }
    #expect(try await s3.get(3..<6) == Array("345".utf8))
  }

  @Test func takesAPartWithoutHeaderForWhatWasWanted() async throws {
    let s3 = try ScriptedS3 { _, _ in .init("206 Partial Content", "345") }
    #expect(try await s3.get(3..<6) == Array("345".utf8))
  }

  @Test func asksForNoRangeWhenAllIsWanted() async throws {
    let s3 = try ScriptedS3 { _, _ in .init("200 OK", "0123456789") }
    _ = try await s3.get(0..<Int64.max)
    _ = try await s3.get()
    _ = try await s3.get(4..<Int64.max)
    #expect(s3.server.requests.map { $0.headers["range"] } == [nil, nil, "bytes=4-"])
  }

  @Test func tellsTheObjectOfWhichAPartCame() async throws {
    let s3 = try ScriptedS3 { _, _ in
      .init(
        "206 Partial Content", "345",
        headers: [
          "Content-Range": "bytes 3-5/10", "ETag": "\"tag\"",
          "Last-Modified": "Fri, 24 May 2013 00:00:00 GMT",
        ])
    }
    let object = try await s3.transport.download(s3.key(), range: 3..<6) { _ in }
    #expect(object.size == 10)
    #expect(object.entityTag == "tag")
    #expect(object.modified == 1_369_353_600_000_000_000)
  }

  @Test func asksAgainForWhatTheServerOnlyLostForAMoment() async throws {
    let s3 = try ScriptedS3 { _, number in
      number == 1 ? .error("404 Not Found", "NoSuchKey") : .init("200 OK", "bytes")
    }
    #expect(try await s3.get() == Array("bytes".utf8))
    #expect(s3.server.requests.map(\.method) == ["GET", "HEAD", "GET"])
  }

  @Test func asksTwiceForWhatIsNotThere() async throws {
    let s3 = try ScriptedS3 { request, _ in
      request.isListing
        ? .init("200 OK", "<ListBucketResult/>") : .error("404 Not Found", "NoSuchKey")
    }
    let error = await transportError { _ = try await s3.get() }
    #expect(error?.kind == .notFound)
    #expect(s3.server.requests.filter { !$0.isListing }.map(\.method) == ["GET", "HEAD"])
  }

  @Test func saysWhatWasReadWhenItBreaksOff() async throws {
    let s3 = try ScriptedS3 { _, _ in
      .init("200 OK", "0123456789", headers: ["ETag": "\"tag\""], cut: .inBody(4))
    }
    let error = await transportError { _ = try await s3.get() }
    #expect(error?.kind == .interrupted)
    #expect(error?.object?.entityTag == "tag")
    #expect(error?.object?.size == 10)
  }

  @Test func retriesAnAnswerThatIsCutBeforeItsHead() async throws {
    let s3 = try ScriptedS3 { _, number in
      .init("200 OK", "bytes", cut: number < 3 ? .inHead : nil)
    }
    let transport = RetryingTransport(s3.transport, policy: .immediate())
    let collector = ByteCollector()
    _ = try await transport.download(s3.key(), into: collector.receive)
    #expect(collector.bytes == Array("bytes".utf8))
  }

  @Test func goesOnWhereAnAnswerWasCut() async throws {
    let text = "0123456789"
    let s3 = try ScriptedS3 { request, number in
      guard request.headers["range"] != nil else {
        return .init("200 OK", text, headers: ["ETag": "\"tag\""], cut: .inBody(4))
      }
      return .init(
        "206 Partial Content", String(text.dropFirst(request.rangeStart)),
        headers: ["ETag": "\"tag\"", "Content-Range": "bytes \(request.rangeStart)-9/10"])
    }
    let transport = RetryingTransport(s3.transport, policy: .immediate())
    let collector = ByteCollector()
    let object = try await transport.download(s3.key(), into: collector.receive)
    #expect(collector.bytes == Array(text.utf8))
    #expect(object.size == 10)
  }

  @Test func refusesListingsThatMakeNoSense() async throws {
    for body in [
      "", "no XML", "<Other/>",
      "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>",
      "<ListBucketResult><Contents/></ListBucketResult>",
      "<ListBucketResult><EncodingType>url</EncodingType><Contents><Key>%</Key></Contents></ListBucketResult>",
    ] {
      let s3 = try ScriptedS3 { _, _ in .init("200 OK", body) }
      let error = await transportError { _ = try await s3.transport.list(prefix: "") }
      #expect(error?.kind == .interrupted)
      #expect(error?.detail.hasPrefix("the answer to ListObjectsV2 makes no sense") == true)
    }
  }

  @Test func readsListingsWithAndWithoutEncoding() async throws {
    let s3 = try ScriptedS3 { request, _ in
      let isSecond = request.target.contains("continuation-token=a%2Fb%3D")
      let encoding = isSecond ? "" : "<EncodingType>url</EncodingType>"
      let key = isSecond ? "root/xc d+e%" : "root/xa+b%2Bc"
      let next = isSecond ? "" : "<NextContinuationToken>a/b=</NextContinuationToken>"
      return .init(
        "200 OK",
        """
        <ListBucketResult>\(encoding)\(next)<IsTruncated>\(!isSecond)</IsTruncated>
        <Contents><Key>root/</Key><Size>0</Size></Contents>
        <Contents><Key>\(key)</Key><Size>5</Size><ETag>&quot;tag&quot;</ETag>
        <LastModified>2013-05-24T00:00:00.000Z</LastModified></Contents></ListBucketResult>
        """)
    }
    let first = try await s3.transport.list(prefix: "x")
    #expect(first.objects.map(\.key.string) == ["xa b+c"])
    #expect(first.objects.first?.size == 5)
    #expect(first.objects.first?.entityTag == "tag")
    let second = try await s3.transport.list(prefix: "x", after: first.next)
    #expect(second.objects.map(\.key.string) == ["xc d+e%"])
    #expect(second.next == nil)
    #expect(s3.targets.allSatisfy { $0.contains("prefix=root%2Fx") })
  }

  @Test func refusesAnswersWithoutEnd() async throws {
    let s3 = try ScriptedS3 { _, _ in
      .init("200 OK", String(repeating: " ", count: 17 << 20))
    }
    let error = await transportError { _ = try await s3.transport.list(prefix: "") }
    #expect(error?.kind == .failed)
    #expect(error?.detail.contains("does not end") == true)
  }
}

extension ScriptedServer.Request {
  /// Where `bytes=4-` begins.
  fileprivate var rangeStart: Int {
    Int(headers["range"]?.dropFirst("bytes=".count).prefix { $0.isNumber } ?? "") ?? 0
  }
}
