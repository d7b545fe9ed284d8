import Glibc
import SystemPackage

/// The file systems that `Scripts/with-volumes` mounts.
package enum TestVolume: String, Sendable {
  /// XFS, where reflinks work.
  case xfs = "CAIRN_TEST_XFS"
  /// A tmpfs of 1 MiB, for full disks. Tests that fill it belong to one serialized suite.
  case smallDisk = "CAIRN_TEST_SMALL_DISK"

  /// Whether tests that need it run: when it is there, and in CI, where they fail without it.
  package var isExpected: Bool { getenv(rawValue) != nil || isCI }

  private var isCI: Bool { getenv("CI").map { String(cString: $0) } == "true" }

  /// A directory of its own there for one test.
  package func makeDirectory() throws -> TemporaryDirectory {
    guard let path = getenv(rawValue) else { throw MissingVolumeError(variable: rawValue) }
    return try TemporaryDirectory(in: FilePath(platformString: path))
  }
}

package struct MissingVolumeError: Error {
  var variable: String
}
