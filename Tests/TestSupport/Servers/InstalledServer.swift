import Glibc
package import SystemPackage

/// Server programs that `Scripts/test` installs beside the real DVC.
package enum InstalledServer: String, Sendable, CaseIterable {
  case seaweedFS = "weed"
  case rclone
  case moto = "moto_server"

  /// Where the program is: in the virtual environment that `CAIRN_TEST_SERVERS` names, or in what
  /// `Scripts/test` installed earlier. Nil when it is not there.
  package var path: FilePath? {
    let path = Self.environment.appending("bin").appending(rawValue)
    return access(path.string, X_OK) == 0 ? path : nil
  }

  /// Whether tests that need it run: when it is there, and in CI, where they fail without it.
  package var isExpected: Bool { path != nil || Self.isCI }

  /// - Throws: when it is missing.
  package func program() throws -> String {
    guard let path else { throw MissingServerError(name: rawValue) }
    return path.string
  }

  /// Whether something is expected to be there, since CI insists.
  static var isCI: Bool { variable("CI") == "true" }

  private static var environment: FilePath {
    if let named = variable("CAIRN_TEST_SERVERS") { return FilePath(named) }
    let caches = variable("XDG_CACHE_HOME") ?? "\(variable("HOME") ?? "")/.cache"
    return FilePath(caches).appending("cairn-test/servers")
  }

  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }
}

/// Server programs of Debian, which `Scripts/test` installs.
package enum SystemServer: String, Sendable {
  case cephGateway = "/usr/bin/radosgw"
  case swiftProxy = "/usr/bin/swift-proxy-server"
  case haproxy = "/usr/sbin/haproxy"

  /// Whether tests that need it run: when it is there, and in CI, where they fail without it.
  package var isExpected: Bool { access(rawValue, X_OK) == 0 || InstalledServer.isCI }
}

package struct MissingServerError: Error, CustomStringConvertible {
  var name: String

  package var description: String { "no '\(name)': run Scripts/test, or set CAIRN_TEST_SERVERS" }
}
