import FileAccess
import Glibc
package import SystemPackage

/// Apache, which serves one directory in several ways: by WebDAV, read-only, with passwords, and as a
/// plain server of HTTP that takes uploads anywhere.
package struct ApacheServer: Sendable {
  /// `http://127.0.0.1:23456`
  package let endpoint: String
  /// The same server over TLS, with a certificate of `TestCertificates`.
  package let encryptedEndpoint: String
  /// The same, for users with a certificate of `TestCertificates`.
  package let certifiedEndpoint: String
  /// The same, by TLS 1.2, which says less of what is wrong.
  package let olderCertifiedEndpoint: String
  /// The authority to trust.
  package let authority: FilePath
  private let process: ServerProcess

  package static let shared = SharedValue { try await start() }
  /// Whom the server knows where it asks.
  package static let user = (name: "ann", password: "open sesame")
  /// The same, as htpasswd writes it.
  static let passwords = "ann:{SHA}W8r/fyL/UzygmbNAjq2HbA67qac=\n"
  package static let program: FilePath = "/usr/sbin/apache2"

  /// Whether tests that need it run: when it is there, and in CI, where they fail without it.
  package static var isExpected: Bool {
    access(program.string, X_OK) == 0 || getenv("CI").map { String(cString: $0) } == "true"
  }

  /// The ways into the directory, each a path of the server.
  package enum Way: String, Sendable, CaseIterable {
    case dav, readonly
    /// With a password; these and `http` make the directories of what is uploaded.
    case basic, digest
    case http
    /// Sends all requests on to `http`.
    case moved
    /// Sends all requests on to `http` under another name of the host.
    case elsewhere
  }

  /// Where the server keeps what is uploaded.
  package var directory: FilePath { process.directory.appending("data") }

  /// The lines of the log of requests so far.
  package var requests: [String] {
    get throws {
      let log = try readFile(process.directory.appending("requests"))
      return String(decoding: log, as: UTF8.self).split(separator: "\n").map(String.init)
    }
  }

  private static func start() async throws -> ApacheServer {
    let path = FilePath("/tmp/cairn-test-" + uniqueToken())
    let certificates = try await TestCertificates.shared.value()
    for name in ["data", "state"] {
      try makeDirectories(path.appending(name))
      // The server's processes are another user's when root starts them.
      guard chmod(path.appending(name).string, 0o777) == 0 else { throw Errno(rawValue: errno) }
    }
    let ports = freePorts(4)
    let settings = ApacheSettings(directory: path, ports: ports, certificates: certificates)
    for (name, text) in settings.files {
      try writeAtomically(Array(text.utf8), to: path.appending(name))
    }
    // One process, which takes all of it along when it ends.
    let process = try ServerProcess(
      [program.string, "-X", "-f", path.appending("httpd.conf").string], in: path)
    for port in ports { try await process.ready(at: port) }
    return ApacheServer(
      endpoint: "http://127.0.0.1:\(ports[0])",
      encryptedEndpoint: "https://127.0.0.1:\(ports[1])",
      certifiedEndpoint: "https://127.0.0.1:\(ports[2])",
      olderCertifiedEndpoint: "https://127.0.0.1:\(ports[3])", authority: certificates.authority,
      process: process)
  }
}

/// What an `ApacheServer` reads when it starts.
private struct ApacheSettings {
  let directory: FilePath
  let ports: [UInt16]
  let certificates: TestCertificates

  var files: [String: String] {
    [
      "httpd.conf": configuration,
      "parents.lua": """
      require "apache2"
      function parents(r)
        if r.method == "PUT" then r:mkrdir((r.filename .. (r.path_info or "")):match("(.*)/")) end
        return apache2.DECLINED
      end

      """,
      "passwords": ApacheServer.passwords,
      // As htdigest writes it.
      "digests": "ann:cairn:5e298be429d0c65b97e421308876f8f2\n",
    ]
  }

  private static let modules = [
    "mpm_event", "authn_core", "authn_file", "authz_core", "authz_user", "auth_basic",
    "auth_digest", "alias", "dir", "dav", "dav_fs", "lua", "ssl",
  ]

  private var configuration: String {
    """
    ServerRoot \(directory)
    ServerName 127.0.0.1
    \(ports.map { "Listen 127.0.0.1:\($0)\n" }.joined())
    PidFile pid
    ErrorLog errors
    DefaultRuntimeDir state
    Mutex file:\(directory)/state
    User www-data
    Group www-data
    \(Self.modules.map { "LoadModule \($0)_module /usr/lib/apache2/modules/mod_\($0).so\n" }.joined())
    LogFormat "%m %U%q %>s" short
    CustomLog requests short
    DavLockDB state/locks
    StartServers 1
    ServerLimit 1
    ThreadsPerChild 64
    MaxRequestWorkers 64
    MaxKeepAliveRequests 0
    <Directory />
      Require all granted
    </Directory>
    \(ways)
    <VirtualHost 127.0.0.1:\(ports[1])>
      \(certificate)
    </VirtualHost>
    <VirtualHost 127.0.0.1:\(ports[2])>
      \(certificate)
      \(certificateOfUsers)
    </VirtualHost>
    <VirtualHost 127.0.0.1:\(ports[3])>
      \(certificate)
      \(certificateOfUsers)
      SSLProtocol TLSv1.2
    </VirtualHost>

    """
  }

  private var certificate: String {
    """
    SSLEngine on
    SSLCertificateFile \(certificates.server)
    SSLCertificateKeyFile \(certificates.key)
    """
  }

  private var certificateOfUsers: String {
    """
    SSLCACertificateFile \(certificates.authority)
    SSLVerifyClient require
    """
  }

  private var ways: String {
    """
    \(["dav", "readonly", "basic", "digest", "http"].map { "Alias /\($0) \(directory)/data\n" }.joined())
    Redirect 307 /moved http://127.0.0.1:\(ports[0])/http
    Redirect 307 /elsewhere http://localhost:\(ports[0])/http
    <LocationMatch "^/(dav|readonly|basic|digest|http)">
      Dav On
    </LocationMatch>
    <LocationMatch "^/(http|basic|digest)">
      LuaHookFixups \(directory)/parents.lua parents
    </LocationMatch>
    <Location /readonly>
      <LimitExcept GET HEAD OPTIONS PROPFIND>
        Require all denied
      </LimitExcept>
    </Location>
    <Location /basic>
      AuthType Basic
      AuthName cairn
      AuthUserFile passwords
      Require valid-user
    </Location>
    <Location /digest>
      AuthType Digest
      AuthName cairn
      AuthUserFile digests
      Require valid-user
    </Location>
    """
  }
}
