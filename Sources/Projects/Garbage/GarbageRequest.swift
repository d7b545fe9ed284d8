/// What `gc` is asked.
package struct GarbageRequest: Sendable {
  /// Whose objects stay, besides those of the workspace.
  package var revisions = RevisionSelection()
  /// Whether to collect in the remote as well.
  package var collectsRemote = false
  /// Whether what the remote has need not stay in the cache.
  package var keepsOnlyWhatRemoteLacks = false
  /// A remote other than the default one.
  package var remote: String?
  /// Whether a revision that cannot be read is passed over.
  package var skipsFailed = false
  package var jobs: Int?
  /// Whether to tell what would go, and leave it.
  package var isDry = false

  package init() {}
}
