import Glibc
package import SystemPackage

/// Finds a program on the `PATH` of `environment`, as a shell would.
package func findProgram(_ name: String, in environment: [String: String]) -> FilePath? {
  (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").lazy
    .map { FilePath(String($0)).appending(name) }
    .first(where: isProgram)
}

/// Whether `path` is a file that may be executed.
package func isProgram(_ path: FilePath) -> Bool {
  path.withPlatformString { text in
    var status = stat()
    return access(text, X_OK) == 0 && stat(text, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }
}
