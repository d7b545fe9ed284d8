package import Basics

/// The project's files at one moment: the working tree, or a Git revision.
///
/// Paths are relative to the project's root.
package protocol SourceTree: Sendable {
  /// For messages: `workspace`, or the revision as the user named it.
  var name: String { get }
  /// The beginning of the commit's ID, as messages about its files name it; nil for the working tree.
  var revision: String? { get }

  /// The bytes of a file; nil when there is none.
  func read(_ path: RelativePath) throws -> [UInt8]?

  /// The names in a directory, directories marked; empty when there is no such directory.
  func entries(of directory: RelativePath) throws -> [SourceEntry]

  /// Whether Git or `.dvcignore` hides what is in a directory: no stage is read from there.
  func hidden(_ entries: [SourceEntry], in directory: RelativePath) throws -> [Bool]
}

package struct SourceEntry: Sendable, Equatable {
  package var name: [UInt8]
  package var isDirectory: Bool

  package init(name: [UInt8], isDirectory: Bool) {
    self.name = name
    self.isDirectory = isDirectory
  }
}
