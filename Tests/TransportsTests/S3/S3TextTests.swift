import Testing

@testable import Transports

struct S3TextTests {
  @Test func encodesAsSignaturesWant() {
    let odd = Array("a/b c~-._+%\u{e9}".utf8)
    #expect(PercentEncoding.encode(odd, keepingSlashes: true) == "a/b%20c~-._%2B%25%C3%A9")
    #expect(PercentEncoding.encode(odd) == "a%2Fb%20c~-._%2B%25%C3%A9")
  }

  @Test func decodesWhatListingsEncode() {
    #expect(PercentEncoding.decode(Array("a%2Fb+c%C3%a9".utf8)) == Array("a/b c\u{e9}".utf8))
    for broken in ["%", "%2", "%zz", "a%2"] {
      #expect(PercentEncoding.decode(Array(broken.utf8)) == nil)
    }
    let all = (0...255).map { UInt8($0) }
    #expect(PercentEncoding.decode(Array(PercentEncoding.encode(all).utf8)) == all)
  }

  @Test(arguments: [
    (Int64(0), "19700101T000000Z"), (1_369_353_600, "20130524T000000Z"),
    (1_767_323_045, "20260102T030405Z"), (951_782_400, "20000229T000000Z"),
  ])
  func writesMoments(_ seconds: Int64, _ stamp: String) {
    #expect(ServerTime.stamp(seconds) == stamp)
  }

  @Test func readsMoments() {
    #expect(ServerTime.seconds(ofHeader: "Fri, 24 May 2013 00:00:00 GMT") == 1_369_353_600)
    #expect(ServerTime.seconds(ofListing: "2013-05-24T00:00:00.000Z") == 1_369_353_600)
    #expect(ServerTime.seconds(ofListing: "2013-05-24T00:00:00Z") == 1_369_353_600)
    for broken in ["", "Fri, 24 Mai 2013 00:00:00 GMT", "24 May 2013", "Fri, x May 2013 0:0:0 GMT"]
    {
      #expect(ServerTime.seconds(ofHeader: broken) == nil)
    }
    #expect(ServerTime.seconds(ofListing: "2013-05-24") == nil)
  }

  @Test(arguments: [
    ("2013-05-24T00:00:00Z", 1_369_353_600), ("2013-05-24T00:00:00.123456Z", 1_369_353_600),
    ("2013-05-24T02:00:00+02:00", 1_369_353_600), ("2013-05-23T19:30:00-0430", 1_369_353_600),
    ("2013-05-24T00:00:00UTC", 1_369_353_600), ("2013-05-24T00:00:00", 1_369_353_600),
    ("2013-05-24", nil), ("2013-05-24T00:00:00+2", nil), ("soon", nil),
  ])
  func readsMomentsWithZones(_ text: String, _ seconds: Int64?) {
    #expect(ServerTime.seconds(ofISO: text) == seconds)
  }

  @Test func writesMoments() {
    #expect(ServerTime.iso(1_369_353_600) == "2013-05-24T00:00:00Z")
  }

  @Test func findsHeaders() {
    var head = HTTPHead()
    func take(_ line: String) { Array(line.utf8).withUnsafeBytes { head.take($0) } }
    for line in ["HTTP/1.1 100 Continue\r\n", "ETag: \"old\"\r\n", "\r\n"] { take(line) }
    for line in ["HTTP/1.1 404 Not Found\r\n", "eTaG:\t \"a:b\" \r\n", "X: \r\n", "\r\n"] {
      take(line)
    }
    #expect(head.status == 404)
    #expect(head.reason == "Not Found")
    #expect(head["etag"] == "\"a:b\" ")
    #expect(head["x"] == "")
    #expect(head["tag"] == nil)
    take("HTTP/2 200\r\n")
    #expect(head.status == 200)
    #expect(head.reason == "")
  }

  @Test(arguments: [
    ("\"abc\"", "abc"), ("abc", "abc"), ("\"", "\""), ("\"\"", ""), ("W/\"x\"", "x"),
  ])
  func takesQuotesOff(_ tag: String, _ plain: String) {
    #expect(unquoted(tag) == plain)
  }
}
