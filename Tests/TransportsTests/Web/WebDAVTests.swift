import Basics
import TestSupport
import Testing

@testable import Transports

/// What other servers of WebDAV say than Apache does.
struct WebDAVTests {
  private static func response(_ path: String, _ properties: String) -> String {
    """
    <d:response><d:href>\(path)</d:href><d:propstat><d:prop>\(properties)</d:prop>\
    <d:status>HTTP/1.1 200 OK</d:status></d:propstat><d:propstat><d:prop><d:getetag/></d:prop>\
    <d:status>HTTP/1.1 404 Not Found</d:status></d:propstat></d:response>
    """
  }

  private static func multistatus(_ responses: String...) -> String {
    "<?xml version=\"1.0\"?><d:multistatus xmlns:d=\"DAV:\">\(responses.joined())</d:multistatus>"
  }

  private static let collection = "<d:resourcetype><d:collection/></d:resourcetype>"
  private static let file =
    "<d:resourcetype/><d:getcontentlength>5</d:getcontentlength>"
    + "<d:getlastmodified>Fri, 24 May 2013 00:00:00 GMT</d:getlastmodified>"

  @Test func readsAListing() throws {
    let document = Self.multistatus(
      Self.response("http://host/dav/dir/", Self.collection),
      Self.response("http://host/dav/dir/a%20b%2b", Self.file),
      Self.response("http://host/dav/dir/sub/", Self.collection))
    let listing = try #require(WebDAVListing(Array(document.utf8)))
    #expect(listing.itself?.isCollection == true)
    #expect(listing.members.map { String(decoding: $0.name, as: UTF8.self) } == ["a b+", "sub"])
    #expect(listing.members.map(\.isCollection) == [false, true])
    #expect(listing.members[0].size == 5)
    #expect(listing.members[0].modified == 1_369_353_600)
    #expect(listing.members[0].entityTag == nil)
  }

  @Test(arguments: ["", "<html/>", "<d:multistatus>", "not XML"])
  func takesNothingElseForAListing(_ text: String) {
    #expect(WebDAVListing(Array(text.utf8)) == nil)
  }

  /// Some servers move nothing: then the object goes straight to its place.
  @Test func uploadsInPlaceWhereNothingCanBeMoved() async throws {
    let web = try ScriptedWeb("webdav") { request, _ in
      switch request.method {
      case "MOVE": .init("501 Not Implemented")
      case "DELETE": .init("204 No Content")
      case "PROPFIND": .init("404 Not Found")
      default: .init("201 Created")
      }
    }
    try await web.put([1, 2])
    try await web.put([3])
    let last = web.server.requests.suffix(2)
    #expect(last.map { "\($0.method) \($0.target)" } == ["PUT /root/key", "PUT /root/key"])
    #expect(web.server.requests.filter { $0.method == "MOVE" }.count == 1)
    #expect(web.server.requests.filter { $0.method == "DELETE" }.count == 1)
  }

  @Test func saysThatTheServerIsNone() async throws {
    let web = try ScriptedWeb("webdav") { _, _ in .init("405 Method Not Allowed") }
    let error = await transportError { _ = try await web.stat() }
    #expect(error?.kind == .unsupported)
    #expect(error?.userError.hints.joined().contains("no server of WebDAV") == true)
  }

  @Test func movesToAPlaceWithoutCredentials() async throws {
    let web = try ScriptedWeb("webdav", options: ["user": "ann", "password": "pw"]) { request, _ in
      request.method == "PROPFIND" ? .init("404 Not Found") : .init("201 Created")
    }
    try await web.put([1])
    let move = try #require(web.server.requests.last { $0.method == "MOVE" })
    #expect(move.headers["destination"] == "\(web.server.endpoint)/root/key")
    #expect(move.headers["overwrite"] == "T")
  }
}
