import Basics
import FileAccess
import Hashing
import SystemPackage
import TestSupport
import Testing

@testable import Transports

/// Who asks, and whom it is told.
struct WebAuthorizationTests {
  private static let login = ["user": "ann", "password": "open sesame"]
  private static let basic = "Basic " + Base64.encode(Array("ann:open sesame".utf8))

  @Test(arguments: [
    ("http", login.merging(["auth": "basic"]) { $1 }, "authorization", basic),
    ("http", login, "authorization", nil),
    ("http", ["auth": "custom", "custom_auth_header": "X-Key", "password": "k"], "x-key", "k"),
    ("webdav", login, "authorization", basic),
    ("webdav", ["token": "t"], "authorization", "Bearer t"),
    ("webdav", ["custom_auth_header": "X-Key", "password": "k"], "x-key", "k"),
    ("webdav", ["bearer_token_command": "printf ' %s\\n' tok"], "authorization", "Bearer tok"),
  ])
  func isSaidAtOnce(
    _ kind: String, _ options: [String: String], _ header: String, _ value: String?
  ) async throws {
    let web = try ScriptedWeb(kind, options: options, environment: ["PATH": "/usr/bin:/bin"]) {
      _, _ in .init("200 OK", "x")
    }
    #expect(try await web.get() == Array("x".utf8))
    #expect(web.server.requests.map { $0.headers[header] } == [value])
  }

  @Test func isNotSaidToOthers() async throws {
    let other = try ScriptedServer { _, _ in .init("200 OK", "x") }
    for options in [
      Self.login.merging(["auth": "basic"]) { $1 },
      ["auth": "custom", "custom_auth_header": "X-Key", "password": "k"],
    ] {
      let web = try ScriptedWeb(options: options) { _, _ in
        .init("302 Found", headers: ["Location": "\(other.endpoint)/there"])
      }
      #expect(try await web.get() == Array("x".utf8))
    }
    #expect(other.requests.count == 2)
    for request in other.requests {
      #expect(request.headers["authorization"] == nil)
      #expect(request.headers["x-key"] == nil)
    }
  }

  @Test func runsTheCommandAgainWhenItsTokenHasExpired() async throws {
    let scratch = try TemporaryDirectory()
    let command = scratch.path.appending("token")
    try writeProgram(
      "#!/bin/sh\necho x >>'\(scratch.path)/runs'\necho t$(wc -l <'\(scratch.path)/runs')\n",
      to: command)
    let web = try ScriptedWeb(
      "webdav", options: ["bearer_token_command": "'\(command)'"],
      environment: ["PATH": "/usr/bin:/bin"]
    ) { request, number in
      request.headers["authorization"] == (number <= 2 ? "Bearer t1" : "Bearer t2")
        ? .init("200 OK", "x") : .init("401 Unauthorized")
    }
    for _ in 0..<4 { #expect(try await web.get() == Array("x".utf8)) }
    #expect(
      web.server.requests.map { $0.headers["authorization"] ?? "" }
        == ["t1", "t1", "t1", "t2", "t2"].map { "Bearer \($0)" })
    #expect(try scratch.read("runs") == "x\nx\n")
  }

  @Test(arguments: ["false secret-word", "no-such-program secret-word", "true secret-word"])
  func saysThatThereIsNoToken(_ command: String) async throws {
    let web = try ScriptedWeb(
      "webdav", options: ["bearer_token_command": command],
      environment: ["PATH": "/usr/bin:/bin"]
    ) { _, _ in .init("200 OK") }
    let error = await transportError { _ = try await web.get() }
    #expect(error?.kind == .credentials)
    #expect(error?.detail.contains("bearer_token_command") == true)
    #expect("\(String(describing: error))".contains("secret-word") == false)
    #expect(web.targets == [])
  }

  @Test func needsATerminalToAsk() async throws {
    let root = try WebURL.of("http://127.0.0.1:1/x")
    var options = WebOptions(root: root)
    options.credentials = .basic(user: "ann", .asked("Enter a password:\n"))
    let transport = HTTPTransport(WebSession(options, environment: [:], mayAsk: { false }))
    let key = try #require(ObjectKey("key"))
    let error = await transportError { _ = try await transport.stat(key) }
    #expect(error?.kind == .credentials)
    #expect(error?.detail == "the remote's 'ask_password' needs a terminal to ask on")
  }

  @Test func isTakenFromTheUsersFileOfLogins() async throws {
    let scratch = try TemporaryDirectory()
    try scratch.write("machine 127.0.0.1 login bob password p\n", to: ".netrc")
    let web = try ScriptedWeb(environment: ["HOME": scratch.path.string]) { _, _ in
      .init("200 OK", "x")
    }
    #expect(try await web.get() == Array("x".utf8))
    let expected = "Basic " + Base64.encode(Array("bob:p".utf8))
    #expect(web.server.requests.first?.headers["authorization"] == expected)
  }
}
