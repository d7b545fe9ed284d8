import Basics

/// A file as the index or a tree records it.
struct GitIndexEntry: Sendable, Equatable {
  let id: GitObjectID
  let isExecutable: Bool

  /// The mode as Git writes it.
  var mode: String { isExecutable ? "100755" : "100644" }
}

/// What a path shall be; no entry removes it.
struct GitIndexChange: Sendable, Equatable {
  let path: RelativePath
  let entry: GitIndexEntry?
}
