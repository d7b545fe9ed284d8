import FileAccess
import SystemPackage
import TestSupport

/// The servers that the stories use, with what both tools need to reach them.
enum StoryServer {
  static let shared = Result {
    let server = try SSHServer()
    let client = try SSHClientFiles(
      in: server.directory.appending("client"), server.clientLines())
    // What is left without the host: nothing tells user, port or key.
    let lines = server.clientLines().split(separator: "\n").drop { $0 != "Host *" }
    try writeAtomically(
      Array(lines.joined(separator: "\n").utf8), to: client.directory.appending("no_host"))
    return server
  }

  /// Starts the servers that a story names, unless they run.
  static func places(of story: Story) async throws -> Places {
    var places = Places()
    if story.mentions("{ssh") { places = places + ssh(try shared.get()) }
    if story.mentions("{s3") {
      places = places + s3(try await SeaweedFS.plain.value(), "s3", alias: "S3SERVER")
    }
    if story.mentions("{tls") {
      places = places + s3(try await SeaweedFS.encrypted.value(), "tls", alias: "TLSSERVER")
    }
    if story.mentions("{http") { places = places + web(try await ApacheServer.shared.value()) }
    return places
  }

  /// `{http}` takes uploads from anybody, `{http-basic}` with a password, `{http-readonly}` from nobody.
  private static func web(_ server: ApacheServer) -> Places {
    var places = Places(values: [
      ("{http}", "\(server.endpoint)/http/"), ("{http-basic}", "\(server.endpoint)/basic/"),
      ("{http-readonly}", "\(server.endpoint)/readonly/"),
    ])
    places.show(String(server.endpoint.split(separator: "/").last ?? ""), as: "WEBSERVER")
    return places
  }

  private static func ssh(_ server: SSHServer) -> Places {
    Places(values: [
      ("{ssh}", server.directory.string), ("{ssh-port}", "\(server.port)"),
      ("{ssh-user}", server.user),
    ])
  }

  /// `{s3}` is the endpoint, `{s3-ca}` the authority to trust, `{s3-rclone}` how rclone is called.
  private static func s3(_ server: S3TestServer, _ name: String, alias: String) -> Places {
    let settings = server.rcloneEnvironment.map { "\($0.key)=\($0.value)" }.sorted()
    let rclone = InstalledServer.rclone.path?.string ?? "rclone"
    var places = Places(values: [
      ("{\(name)}", server.endpoint), ("{\(name)-ca}", server.authority?.string ?? ""),
      ("{\(name)-rclone}", (["env"] + settings + [rclone]).joined(separator: " ")),
    ])
    let authority = server.endpoint.split(separator: "/").last ?? ""
    places.show(String(authority), as: alias)
    if let file = server.authority { places.show(file.string, as: "AUTHORITY") }
    return places
  }
}

extension Story {
  /// Whether a placeholder that begins so stands in one of the steps.
  fileprivate func mentions(_ placeholder: String) -> Bool {
    (setting.steps + steps).contains { $0.title.contains(placeholder) }
  }

  /// Whether the story needs a server that may not be installed.
  var needsS3: Bool { mentions("{s3") || mentions("{tls") }
  var needsApache: Bool { mentions("{http") }
}
