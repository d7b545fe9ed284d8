import Glibc
package import SystemPackage

/// Programs that `Scripts/test` installs for the tests, beside the real DVC and the servers.
package enum InstalledTool: String, Sendable {
  /// Runs workflows of GitHub Actions.
  case act
  /// A Python that has `jsonschema`.
  case python

  /// Where the program is; nil when it is not there.
  package var path: FilePath? {
    let path = Self.environment.appending("bin").appending(rawValue)
    return access(path.string, X_OK) == 0 ? path : nil
  }

  /// Whether tests that need it run: when it is there, and in CI, where they fail without it.
  package var isExpected: Bool { path != nil || variable("CI") == "true" }

  /// - Throws: when it is missing.
  package func program() throws -> String {
    guard let path else { throw MissingToolError(name: rawValue) }
    return path.string
  }

  private static var environment: FilePath {
    if let named = variable("CAIRN_TEST_TOOLS") { return FilePath(named) }
    let caches = variable("XDG_CACHE_HOME") ?? "\(variable("HOME") ?? "")/.cache"
    return FilePath(caches).appending("cairn-test/tools")
  }
}

package struct MissingToolError: Error, CustomStringConvertible {
  var name: String

  package var description: String { "no '\(name)': run Scripts/test, or set CAIRN_TEST_TOOLS" }
}
