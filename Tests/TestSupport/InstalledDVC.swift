import Glibc
package import SystemPackage

/// The real DVC of this test run: `CAIRN_TEST_DVC`, or what `Scripts/test` installed earlier.
package var installedDVC: FilePath? {
  if let named = variable("CAIRN_TEST_DVC") { return FilePath(named) }
  let caches = variable("XDG_CACHE_HOME") ?? "\(variable("HOME") ?? "")/.cache"
  let installed = FilePath(caches).appending("cairn-test/dvc-3.67.1-s3-ssh/bin/dvc")
  return access(installed.string, X_OK) == 0 ? installed : nil
}
