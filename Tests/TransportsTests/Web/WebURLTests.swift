import Testing

@testable import Transports

struct WebURLTests {
  @Test(arguments: [
    ("http://host/a", "http://host", "/a"), ("HTTPS://Host:443/a/", "https://host", "/a/"),
    ("http://host:80", "http://host", ""), ("http://host:8080?x=1", "http://host:8080", "?x=1"),
    ("http://h/a b/ü#part", "http://h", "/a%20b/%C3%BC"), ("http://h/a%20b", "http://h", "/a%20b"),
    ("http://[::1]:80/x", "http://[::1]", "/x"),
  ])
  func isTakenApart(_ text: String, _ origin: String, _ path: String) throws {
    let url = try WebURL.of(text)
    #expect(url.origin == origin)
    #expect(url.path == path)
    #expect(url.user == nil)
  }

  @Test func keepsNameAndPasswordOutOfItsText() throws {
    let url = try WebURL.of("https://ann:p%40ss%3A@host/x")
    #expect(url.user == "ann")
    #expect(url.password == "p@ss:")
    #expect(url.text == "https://host/x")
  }

  @Test(arguments: ["", "host", "ftp://host", "http:/host", "http://", "http:///x", "http://:80/"])
  func refusesWhatIsNone(_ text: String) { #expect(WebURL(text) == nil) }

  @Test(arguments: [
    ("http://other/x", "http://other/x"), ("//other/x", "https://other/x"),
    ("/x?y#z", "https://host/x?y"), ("x", "https://host/a/x"),
    ("x?u=http://a", "https://host/a/x?u=http://a"),
  ])
  func followsLocations(_ location: String, _ expected: String) throws {
    #expect(try WebURL.of("https://ann:pw@host/a/b").following(location)?.text == expected)
  }

  @Test(arguments: ["file:///etc/passwd", "ftp://host/x", "data:,x"])
  func goesNowhereElse(_ location: String) throws {
    #expect(try WebURL.of("https://host/a/b").following(location) == nil)
  }
}
