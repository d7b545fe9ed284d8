import Basics
import FileAccess
package import SystemPackage

/// Writes a script that can be started at once.
///
/// A process of its own writes it: a child that some other test starts meanwhile would keep our
/// descriptor for a moment, and nobody can start a program that is open for writing.
package func writeProgram(_ script: String, to path: FilePath) throws {
  let child = try ChildProcess(
    "/bin/sh",
    arguments: ["-c", "cat >\"$0\" && chmod 755 \"$0\"", path.string].map { Array($0.utf8) },
    environment: ["PATH": "/usr/bin:/bin"])
  let result = child.exchange(Array(script.utf8))
  guard result.status == 0 else { throw Errno.ioError }
}
