import Basics
package import FileAccess
package import Formats
package import Hashing

/// What an output is in the workspace at one moment.
///
/// A file is seen as a tree with one entry at the empty path, so that files and directories are
/// compared, checked out and turned into one another in one way.
package struct WorkspaceState: Sendable {
  package enum Kind: Sendable {
    case missing
    case file
    case directory
  }

  package var kind: Kind
  /// The paths below the output, sorted, with what `stat` said of each.
  package var listing: DirectoryListing
  /// The digest of each path.
  package var digests: [Digest]

  package init(kind: Kind, listing: DirectoryListing, digests: [Digest]) {
    self.kind = kind
    self.listing = listing
    self.digests = digests
  }

  package var tree: TreeObject { TreeObject(sortedPaths: listing.paths, digests: digests) }

  /// The ID that the output would be recorded with; nil when it is missing.
  package var id: ObjectID? {
    switch kind {
    case .missing: nil
    case .file: digests.first.map { ObjectID($0) }
    case .directory: tree.id
    }
  }

  /// The sum of the sizes, in bytes.
  package var size: Int64 { listing.statuses.reduce(0) { $0 + $1.size } }

  /// Whether anybody may execute the file; false for directories, whose members' bits do not count.
  package var isExecutable: Bool {
    kind == .file && listing.statuses.first.map { $0.mode & 0o111 != 0 } == true
  }
}

extension TreeObject {
  /// A single file as a tree.
  package static func file(_ digest: Digest) -> TreeObject {
    TreeObject(sortedPaths: PackedPaths([.root]), digests: [digest])
  }
}
