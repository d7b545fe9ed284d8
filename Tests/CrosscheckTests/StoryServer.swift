import FileAccess
import SystemPackage
import TestSupport

/// The SSH server that the stories use, with what both tools need to reach it.
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
}
