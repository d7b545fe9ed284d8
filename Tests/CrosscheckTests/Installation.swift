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
}
