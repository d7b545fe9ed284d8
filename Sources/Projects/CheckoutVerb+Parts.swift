import Basics
import FileAccess
import Formats
import Hashing
import Objects
import SystemPackage

// MARK: - What is not here

extension CheckoutVerb {
  /// Notes that nothing of an output was ever here, unless something was.
  func noteAbsent(_ output: Output, _ path: FilePath) throws {
    let records = workspace.records
    guard try records.materializedParts(of: path) == nil,
      workspace.index(for: path, output.algorithm).count == 0,
      try FileStatus.ifExists(at: path, followingLinks: false) == nil
    else { return }
    try records.setMaterializedParts(MaterializedParts.none, of: path)
  }

  /// Notes which parts of an output are here, as long as not all of it is.
  func notePartial(_ planned: PlannedCheckout) throws {
    let path = planned.job.path
    let known = try workspace.records.materializedParts(of: path)
    if planned.isWhole {
      if known != nil { try workspace.records.setMaterializedParts(nil, of: path) }
      return
    }
    guard planned.job.wantedKind == .directory else { return }
    if planned.leftOut.count == 0, planned.outputWasMissing || known != nil {
      let parts = (known ?? .none).union(planned.scopes)
      return try workspace.records.setMaterializedParts(parts, of: path)
    }
    let recorded = planned.recordedTree
    let absent = try planned.untouched.entries { try !wasHere($0, planned, known) }
    if absent.count == 0, known == nil { return }
    let here = recorded.entries { absent.paths.sortedIndex(of: $0) == nil }
    try workspace.records.setMaterializedParts(
      (known ?? .none).union(here.paths.indices.map(here.paths.path)), of: path)
  }

  /// Whether a recorded file that the checkout did not bring was ever here.
  private func wasHere(
    _ path: ArraySlice<UInt8>, _ planned: PlannedCheckout, _ known: MaterializedParts?
  ) throws -> Bool {
    if planned.currentTree?.paths.sortedIndex(of: path) != nil { return true }
    if let known { return known.contains(path) }
    if planned.outputWasMissing { return false }
    if planned.formerIndex.contains(path) { return true }
    if planned.leftOut.paths.sortedIndex(of: path) != nil { return false }
    // Outside the targets, where nobody chose: what was here is in the cache.
    guard let digest = planned.recordedTree.digest(at: RelativePath(bytes: Array(path))) else {
      return false
    }
    return try project.cache(planned.output.algorithm).contains(ObjectID(digest))
  }
}

extension PlannedCheckout {
  /// The recorded files that the checkout was not to bring.
  var untouched: TreeObject {
    recordedTree.entries { job.wanted.paths.sortedIndex(of: $0) == nil }
  }

  /// How many files are left out and not there.
  var absentCount: Int {
    leftOut.paths.filter { currentTree?.paths.sortedIndex(of: $0) == nil }.count
  }
}
