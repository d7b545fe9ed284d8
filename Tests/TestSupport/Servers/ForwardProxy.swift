import FileAccess
import Glibc
import SystemPackage

/// Apache as a proxy for whatever it is asked: requests of HTTP, and tunnels.
package struct ForwardProxy: Sendable {
  /// `http://127.0.0.1:23456`
  package let url: String
  /// The same, reached by TLS, with a certificate of `TestCertificates`.
  package let encryptedURL: String
  /// The same, for `ApacheServer.user` only; without the name.
  package let guardedURL: String
  private let process: ServerProcess

  package static let shared = SharedValue { try await start() }

  /// The URL for `user`, or for one with another password.
  package func url(for name: String, _ password: String) -> String {
    let password = password.split(separator: " ").joined(separator: "%20")
    return "http://\(name):\(password)@" + guardedURL.dropFirst("http://".count)
  }

  /// Whether anything went through it to a server, which is named as in `127.0.0.1:23456`.
  package func hasReached(_ server: String) throws -> Bool {
    let log = String(decoding: try readFile(process.directory.appending("errors")), as: UTF8.self)
    return log.contains("serving URL http://\(server)/")
      || log.contains("serving URL \(server)")
  }

  private static func start() async throws -> ForwardProxy {
    let path = FilePath("/tmp/cairn-test-" + uniqueToken())
    try makeDirectories(path.appending("state"))
    // The server's processes are another user's when root starts them.
    guard chmod(path.appending("state").string, 0o777) == 0 else { throw Errno(rawValue: errno) }
    let ports = freePorts(3)
    let certificates = try await TestCertificates.shared.value()
    try writeAtomically(
      Array(settings(path, ports, certificates).utf8), to: path.appending("httpd.conf"))
    try writeAtomically(Array(ApacheServer.passwords.utf8), to: path.appending("passwords"))
    let process = try ServerProcess(
      [ApacheServer.program.string, "-X", "-f", path.appending("httpd.conf").string], in: path)
    for port in ports { try await process.ready(at: port) }
    return ForwardProxy(
      url: "http://127.0.0.1:\(ports[0])", encryptedURL: "https://127.0.0.1:\(ports[1])",
      guardedURL: "http://127.0.0.1:\(ports[2])", process: process)
  }

  private static let modules = [
    "mpm_event", "authn_core", "authn_file", "authz_core", "authz_user", "auth_basic", "proxy",
    "proxy_http", "proxy_connect", "ssl",
  ]

  private static func settings(
    _ path: FilePath, _ ports: [UInt16], _ certificates: TestCertificates
  ) -> String {
    """
    ServerRoot \(path)
    ServerName 127.0.0.1
    \(ports.map { "Listen 127.0.0.1:\($0)\n" }.joined())
    PidFile pid
    ErrorLog errors
    DefaultRuntimeDir state
    Mutex file:\(path)/state
    User www-data
    Group www-data
    \(modules.map { "LoadModule \($0)_module /usr/lib/apache2/modules/mod_\($0).so\n" }.joined())
    LogLevel warn proxy_http:trace1 proxy_connect:trace1
    StartServers 1
    ServerLimit 1
    ThreadsPerChild 64
    MaxRequestWorkers 64
    MaxKeepAliveRequests 0
    ProxyRequests On
    AllowCONNECT 20000-32000
    <VirtualHost 127.0.0.1:\(ports[1])>
      ProxyRequests On
      AllowCONNECT 20000-32000
      SSLEngine on
      SSLCertificateFile \(certificates.server)
      SSLCertificateKeyFile \(certificates.key)
    </VirtualHost>
    <VirtualHost 127.0.0.1:\(ports[2])>
      ProxyRequests On
      AllowCONNECT 20000-32000
      <Proxy "*">
        AuthType Basic
        AuthName proxy
        AuthUserFile passwords
        Require valid-user
      </Proxy>
    </VirtualHost>

    """
  }
}
