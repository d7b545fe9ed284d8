/// A branch, a tag or another name for a commit.
package struct GitReference: Sendable, Equatable {
  /// Without `refs/heads/` or `refs/tags/` where it came from a list of those.
  package let name: String
  package let target: GitObjectID
}
