import Formats
import Hashing

/// The checksum of an import's definition, as DVC writes it at the top of the `.dvc` file.
enum StageChecksum {
  private static let dropped: Set<String> = [
    "desc", "type", "labels", "meta", "locked", "frozen", "metric", "persist", "isexec", "size",
    "nfiles",
  ]

  /// Nil for what is no import: added data have none.
  static func of(_ file: PointerFile) -> String? {
    guard file.deps.count == 1, file.outs.count == 1, var document = file.value.map else {
      return nil
    }
    document["md5"] = nil
    if document["wdir"] == "." { document["wdir"] = nil }
    return Digest(of: renderJSON(stripped(.map(document)), sorted: true)).hex
  }

  private static func stripped(_ value: Value) -> Value {
    switch value {
    case .array(let items): return .array(items.map(stripped))
    case .map(let mapping):
      var kept = Value.Mapping()
      for (key, value) in mapping.pairs where !dropped.contains(key) { kept[key] = stripped(value) }
      return .map(kept)
    default: return value
    }
  }
}
