import FileAccess
import Glibc
package import SystemPackage

/// The program that was built with the tests, beside the test bundle.
package let builtProgram: FilePath = {
  let executable = try? readLink("/proc/self/exe")  // without /proc the tests say what is missing
  return (executable?.removingLastComponent() ?? ".").appending("cairn")
}()

/// The checkout that the tests were built from.
package let projectRoot = FilePath(#filePath).removingLastComponent().removingLastComponent()
  .removingLastComponent()

/// A variable of the environment that is set, and not to nothing.
package func variable(_ name: String) -> String? {
  guard let value = getenv(name), value.pointee != 0 else { return nil }
  return String(cString: value)
}
