import Basics

extension ProjectChanges {
  /// Commits the files to Git, and nothing else.
  ///
  /// - Returns: the new commit, shortened; nil when Git has the files as they are.
  package func commit(message: String) throws -> String? {
    throw CairnError("'-m' is not built yet")
  }
}
