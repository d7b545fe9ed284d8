import Basics
import TestSupport
import Testing

@testable import Transports

struct WebOptionsTests {
  private func http(_ url: String, _ options: [String: String]) throws -> WebOptions {
    try WebOptions(http: TransportRequest(url: url, options: options))
  }

  private func webDAV(_ url: String, _ options: [String: String]) throws -> WebOptions {
    try WebOptions(webDAV: TransportRequest(url: url, options: options))
  }

  @Test func ofHTTPAreRead() throws {
    let options = try http(
      "https://host/data/",
      [
        "method": "put", "connect_timeout": "2.5", "read_timeout": "7", "ssl_verify": "false",
        "jobs": "3", "user": "ignored", "password": "ignored", "verify": "true",
      ])
    #expect(options.root.text == "https://host/data")
    #expect(options.uploadMethod == .put)
    #expect((options.http.connectTimeout, options.http.idleTimeout) == (3, 7))
    #expect(options.http.trust == .everything)
    #expect(options.width == 3)
    #expect(options.credentials == .none)
    #expect(try http("http://host", [:]).uploadMethod == .post)
  }

  @Test(arguments: [
    ([:], HTTPOptions.Trust.system), (["SSL_CERT_FILE": "", "SSL_CERT_DIR": ""], .system),
    (["SSL_CERT_FILE": "/f", "SSL_CERT_DIR": "/d"], .authorityFile("/f")),
    (["SSL_CERT_FILE": "", "SSL_CERT_DIR": "/d"], .authorityDirectory("/d")),
  ])
  func trustWhomVariablesName(
    _ environment: [String: String], _ trust: HTTPOptions.Trust
  ) throws {
    let request = TransportRequest(url: "https://host", environment: environment)
    #expect(try WebOptions(http: request).http.trust == trust)
  }

  @Test func ofHTTPSayWhoAsks() throws {
    let login = ["user": "ann", "password": "pw"]
    #expect(
      try http("http://h", login.merging(["auth": "basic"]) { $1 }).credentials
        == .basic(user: "ann", .known("pw")))
    #expect(
      try http("http://h", login.merging(["auth": "digest"]) { $1 }).credentials
        == .digest(user: "ann", .known("pw")))
    #expect(
      try http("http://h", ["auth": "custom", "custom_auth_header": "X-Key", "password": "pw"])
        .credentials == .header(name: "X-Key", .known("pw")))
    #expect(
      try http("http://h/x", ["auth": "basic", "user": "ann", "ask_password": "true"]).credentials
        == .basic(
          user: "ann", .asked("Enter a password for host 'http://h/x' user 'ann':\n")))
    let options = try http("http://bob:secret@h/x", [:])
    #expect(options.credentials == .basic(user: "bob", .known("secret")))
    #expect(options.root.user == nil)
  }

  @Test(arguments: [
    (["auth": "basic"], "HTTP 'basic' authentication require both 'user' and 'password'"),
    (
      ["auth": "custom", "password": "x"],
      "HTTP 'custom' authentication require both 'custom_auth_header' and 'password'"
    ),
    (["method": "PATCH"], "method has to be either 'post' or 'put', not: 'patch'"),
    (["token": "x"], "the option 'token' of http remotes is not supported by Cairn"),
  ])
  func ofHTTPAreRefused(_ options: [String: String], _ message: String) {
    let error = #expect(throws: CairnError.self) { try http("http://host", options) }
    #expect(error?.message == message)
  }

  @Test func areNoWayToSendOtherHeaders() {
    #expect(throws: CairnError.self) {
      try http(
        "http://h",
        ["auth": "custom", "custom_auth_header": "X", "password": "a\r\nHost: other"])
    }
  }

  @Test func ofWebDAVAreRead() throws {
    let options = try webDAV(
      "webdavs://host/dav/", ["timeout": "9", "cert_path": "/c.pem", "key_path": "/k.pem"])
    #expect(options.root.text == "https://host/dav")
    #expect((options.http.connectTimeout, options.http.idleTimeout) == (9, 9))
    #expect(options.http.certificate == .init(path: "/c.pem", keyPath: "/k.pem"))
    #expect(try webDAV("webdav://host", [:]).root.text == "http://host")
  }

  /// A command wins over a token, that over a user, that over a header, as in DVC.
  @Test func ofWebDAVSayWhoAsks() throws {
    var all = [
      "bearer_token_command": "get token", "token": "t", "user": "ann", "password": "pw",
      "custom_auth_header": "X-Key",
    ]
    let expected: [(String, WebCredentials)] = [
      ("bearer_token_command", .command(["get", "token"])), ("token", .bearer("t")),
      ("user", .basic(user: "ann", .known("pw"))),
      ("custom_auth_header", .header(name: "X-Key", .known("pw"))),
    ]
    for (option, credentials) in expected {
      #expect(try webDAV("webdav://host", all).credentials == credentials)
      all[option] = nil
    }
    #expect(try webDAV("webdav://host", all).credentials == .none)
    #expect(
      try webDAV("webdav://bob:pw@host", [:]).credentials == .basic(user: "bob", .known("pw")))
  }
}
