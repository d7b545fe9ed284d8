import Basics

/// What a way of reaching a repository must be able to do; all paths start at the working tree's root.
protocol GitBackend: Sendable {
  /// The value of a configuration key, the most important file's; nil when none sets it.
  func configuration(_ key: String) throws(SourceControlError) -> String?

  /// Whether the index has each path, or anything below it.
  func isTracked(_ paths: [RelativePath]) throws(SourceControlError) -> [Bool]
  /// Takes the files as they now are into the index, ignored or not; what is gone is taken out of it.
  func stage(_ paths: [RelativePath]) throws(SourceControlError)
  /// Whether a tracked file differs between the last commit, the index and the working tree.
  func hasChanges() throws(SourceControlError) -> Bool

  /// The object that a revision, in Git's syntax, names; nil when there is none, or the syntax is wrong.
  func resolve(_ revision: String) throws(SourceControlError) -> GitObjectID?
  /// All references by their full names, with what they point to: a tag's is the tag object.
  func references() throws(SourceControlError) -> [GitReference]
  /// Reads an object; nil when the repository does not have it.
  func object(_ id: GitObjectID) throws(SourceControlError) -> GitObject?

  /// Some file that a merge left in conflict.
  func unmergedFile() throws(SourceControlError) -> RelativePath?
  /// What the index has for some files; those without a conflict only.
  ///
  /// - Throws: `notAFile` for symbolic links and submodules.
  func indexEntries(
    _ paths: [RelativePath]
  ) throws(SourceControlError) -> [RelativePath: GitIndexEntry]
  func writeBlob(_ bytes: [UInt8]) throws(SourceControlError) -> GitObjectID
  /// Sets entries all at once, whatever the working tree holds.
  func updateIndex(_ changes: [GitIndexChange]) throws(SourceControlError)
}
