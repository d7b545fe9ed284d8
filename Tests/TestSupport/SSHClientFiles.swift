import FileAccess
package import SystemPackage

/// What makes the `ssh` in `PATH` read settings of a test's own, and nothing of the user's.
package struct SSHClientFiles: Sendable {
  package let directory: FilePath

  /// Writes an `ssh_config` of `lines`, and a program `ssh` that reads it.
  package init(in directory: FilePath, _ lines: String) throws {
    self.directory = directory
    try makeDirectories(directory.appending("bin"))
    try writeAtomically(Array(lines.utf8), to: settings, mode: 0o600)
    try writeProgram("#!/bin/sh\nexec /usr/bin/ssh -F '\(settings)' \"$@\"\n", to: program)
  }

  package var settings: FilePath { directory.appending("ssh_config") }
  package var program: FilePath { directory.appending("bin/ssh") }

  package var environment: [String: String] {
    ["PATH": "\(program.removingLastComponent()):/usr/bin:/bin", "HOME": directory.string]
  }
}
