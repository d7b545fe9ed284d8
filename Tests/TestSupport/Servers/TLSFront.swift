import FileAccess
package import SystemPackage

/// HAProxy, which speaks TLS for a server that does not, with a certificate of `TestCertificates`.
package struct TLSFront: Sendable {
  package let port: UInt16
  package let authority: FilePath
  private let process: ServerProcess

  package init(before server: UInt16) async throws {
    let certificates = try await TestCertificates.shared.value()
    let directory = FilePath("/tmp/cairn-test-" + uniqueToken())
    try makeDirectories(directory)
    port = freePorts(1)[0]
    authority = certificates.authority
    try writeAtomically(
      readFile(certificates.server) + readFile(certificates.key),
      to: directory.appending("server.pem"))
    try writeAtomically(
      Array(Self.settings(port, server).utf8), to: directory.appending("settings"))
    process = try ServerProcess(
      [SystemServer.haproxy.rawValue, "-db", "-f", "settings"], in: directory)
    try await process.ready(at: port)
  }

  private static func settings(_ port: UInt16, _ server: UInt16) -> String {
    """
    global
      maxconn 500
    defaults
      mode http
      timeout connect 10s
      timeout client 300s
      timeout server 300s
    listen front
      bind 127.0.0.1:\(port) ssl crt server.pem alpn http/1.1
      server behind 127.0.0.1:\(server)

    """
  }
}
