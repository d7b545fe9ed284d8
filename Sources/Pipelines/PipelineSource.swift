package import SystemPackage

/// Where the files of a project are read from: the working tree or a Git revision.
///
/// Paths are relative to the project's root, or absolute, and lexically normalised; one that leaves
/// the project begins with `..`.
package struct PipelineSource: Sendable {
  package enum File: Sendable, Equatable {
    case bytes([UInt8])
    case directory
    case missing
  }

  package let read: @Sendable (FilePath) throws -> File
  /// A path as messages show it: relative to the current directory.
  package let display: @Sendable (FilePath) -> String

  package init(
    read: @escaping @Sendable (FilePath) throws -> File,
    display: @escaping @Sendable (FilePath) -> String = { $0.string }
  ) {
    self.read = read
    self.display = display
  }
}

extension FilePath {
  /// `path`, as written in a file of this directory, joined to it and lexically normalised.
  ///
  /// An absolute `path` stands for itself. The project's root is the empty path.
  func resolving(_ path: String) -> FilePath {
    pushing(FilePath(path)).lexicallyNormalized()
  }
}
