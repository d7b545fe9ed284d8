package import Basics
package import Formats
package import Hashing

/// A file or directory that a stage says it owns.
package struct Output: Sendable {
  package enum Purpose: Sendable {
    case data
    case metric
    case plot
  }

  package var location: Location
  /// What is recorded: in the `.dvc` file, or in `dvc.lock` with the flags of `dvc.yaml`.
  package var entry: OutputEntry
  package var purpose: Purpose = .data
  /// Whether the data belong to another repository, from where they can be fetched again.
  package var isRepositoryImport = false

  package init(location: Location, entry: OutputEntry) {
    self.location = location
    self.entry = entry
  }

  /// How the recorded hash was made.
  package var algorithm: HashAlgorithm {
    entry.content.isLegacy && entry.content.hash != nil ? .md5Dos2Unix : .md5
  }

  /// The recorded object; nil when nothing is recorded, or nothing that can be an object.
  package var id: ObjectID? {
    guard let hash = entry.content.hash, hash.name == "md5" else { return nil }
    return ObjectID(hash.value)
  }

  package var hasHash: Bool { entry.content.hash != nil }

  package var path: RelativePath? { location.path }

  /// Whether DVC makes Git ignore it.
  var isHiddenFromGit: Bool { path != nil && (entry.cache || isRepositoryImport) }
}
