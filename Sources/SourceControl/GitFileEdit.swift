package import SystemPackage

/// A change of ours to a file, to be made to whichever version of it is at hand.
///
/// A commit of only our own changes has to make them three times: to the file in the working tree (which
/// is the caller's part), to the version of HEAD, which the commit gets, and to the version in the index,
/// which may hold other changes that the user has staged.
package struct GitFileEdit {
  /// An absolute path in the working tree.
  package let path: FilePath
  /// The new bytes for the old ones; nil stands for no file.
  package let apply: (_ old: [UInt8]?) -> [UInt8]?

  package init(
    _ path: FilePath, apply: @escaping (_ old: [UInt8]?) -> [UInt8]?
  ) {
    self.path = path
    self.apply = apply
  }

  /// This edit and then `next`, of the same file.
  func followed(by next: GitFileEdit) -> GitFileEdit {
    GitFileEdit(path) { old in next.apply(apply(old)) }
  }
}

/// A commit that was made.
package struct GitCommitReport: Sendable, Equatable {
  package let id: GitObjectID
  /// What `git commit` and the hooks said; empty when no program was needed.
  package let output: String
}
