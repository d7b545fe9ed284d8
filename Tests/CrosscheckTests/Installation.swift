import FileAccess
import Glibc
import SystemPackage
import TestSupport

extension Tools {
  /// The programs of this test run.
  ///
  /// Cairn is `CAIRN_TEST_SUBJECT`, or the one built with the tests; fail points are in the latter
  /// only. DVC is `CAIRN_TEST_DVC`, or
  /// what `Scripts/test` installed earlier.
  static let installed = Tools(
    cairn: variable("CAIRN_TEST_SUBJECT").map { FilePath($0) } ?? builtProgram, dvc: installedDVC)

  private static var installedDVC: FilePath? {
    if let named = variable("CAIRN_TEST_DVC") { return FilePath(named) }
    let caches = variable("XDG_CACHE_HOME") ?? "\(variable("HOME") ?? "")/.cache"
    let installed = FilePath(caches).appending("cairn-test/dvc-3.67.1-s3-ssh/bin/dvc")
    return access(installed.string, X_OK) == 0 ? installed : nil
  }
}
