import FileAccess
import Formats
import Hashing
import Pipelines
import SystemPackage

/// What one run of a stage made of its inputs, as the run cache keeps it:
/// `runs/<2 of key>/<key>/<value>`.
struct RunCacheEntry {
  private let locked: LockedStage

  init(_ locked: LockedStage) {
    self.locked = locked
  }

  /// Writes the entry, if the stage is one that takes part.
  func save(of stage: Stage, in cache: FilePath) throws {
    guard takesPart(stage) else { return }
    let (key, value) = names
    let directory = cache.appending("runs/\(key.prefix(2))/\(key)")
    let file = directory.appending(value)
    if try FileStatus.ifExists(at: file) != nil { return }
    try makeDirectories(directory)
    try writeAtomically(renderYAML(locked.value), to: file)
  }

  /// It has dependencies and outputs, all of them local and recorded, and none that is kept between
  /// runs or, but for metrics and plots, outside the cache.
  private func takesPart(_ stage: Stage) -> Bool {
    guard !stage.isAlwaysChanged, !stage.dependencies.isEmpty, !stage.outs.isEmpty else {
      return false
    }
    let hasLocalInputs = stage.dependencies.allSatisfy { dependency in
      switch dependency.kind {
      case .path(.inside), .path(.outside), .parameters: true
      case .path(.url), .repository, .other: false
      }
    }
    return hasLocalInputs
      && stage.outs.allSatisfy { output in
        output.path != nil && !output.entry.persist
          && (output.entry.cache || output.purpose != .data)
      }
  }

  /// SHA-256 of the entry without sizes: as the key with only the paths of the outputs, as the value whole.
  var names: (key: String, value: String) {
    guard case .map(var document) = Self.withoutSizes(locked.value) else { return ("", "") }
    let value = sha256Hex(renderJSON(.map(document), sorted: true))
    document["outs"] = .array(locked.outs.map { .string($0.path) })
    return (sha256Hex(renderJSON(.map(document), sorted: true)), value)
  }

  private static func withoutSizes(_ value: Value) -> Value {
    switch value {
    case .array(let items): return .array(items.map(withoutSizes))
    case .map(let mapping):
      var kept = Value.Mapping()
      for (key, value) in mapping.pairs where key != "size" && key != "nfiles" {
        kept[key] = withoutSizes(value)
      }
      return .map(kept)
    default: return value
    }
  }
}
