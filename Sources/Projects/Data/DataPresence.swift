import Basics
import Formats
import Hashing
import Objects

/// Tells what of an index the cache does not have.
struct DataPresence {
  private let project: Project

  init(_ project: Project) {
    self.project = project
  }

  /// The places whose objects the cache lacks, in order.
  func missing(
    of index: DataIndex, besides passedOver: Set<DataIndex.Place> = []
  ) throws -> [DataIndex.Place] {
    var missing: [DataIndex.Place] = []
    try index.forEachHashed { place, hash in
      guard try !isCached(hash, index.entry(of: place)), !passedOver.contains(place) else { return }
      missing.append(place)
    }
    return missing
  }

  private func isCached(_ hash: DataHash, _ entry: DataIndex.Entry) throws -> Bool {
    guard !entry.isPartialImport, case .object(let algorithm, let id) = hash else { return false }
    return try project.cache(algorithm).contains(id)
  }
}
