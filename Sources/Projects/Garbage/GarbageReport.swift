import Basics
package import Formats
package import Hashing
package import Objects
package import Transports

/// What `gc` removed, or would remove, from each place.
package struct GarbageReport: Sendable {
  package enum Place: Sendable, Equatable {
    /// The cache by DVC's name: `repo`, or `legacy` for objects of DVC 2.
    case cache(String)
    /// A remote by its name.
    case remote(String)
  }

  package struct Part: Sendable {
    package var place: Place
    package var plan: GarbagePlan
    /// What could not be removed, and why.
    package var failed: [(id: ObjectID, reason: String)] = []
    /// Uploads to a remote that were begun and that nobody has added to for a day.
    package var uploads: [UnfinishedUpload] = []
    /// Those of them that could not be given up, and why.
    package var failedUploads: [(upload: UnfinishedUpload, reason: String)] = []
    /// What interrupted fetches left of objects in a cache, with the bytes that are there.
    package var partial: [StoredObject] = []
    /// What of it could not be removed, and why.
    package var failedPartial: [(id: ObjectID, reason: String)] = []
    /// The path of the root, as messages name it.
    var root: String
    var algorithm: HashAlgorithm

    /// The path of an object as messages name it.
    package func path(_ id: ObjectID) -> String {
      "\(root)/\(ObjectLayout.path(id, algorithm))"
    }

    /// What an unfinished upload was to become, as messages name it.
    package func path(_ upload: UnfinishedUpload) -> String { "\(root)/\(upload.key)" }

    /// The bytes of unfinished fetches.
    package var partialBytes: Int64 { partial.reduce(0) { $0 + ($1.size ?? 0) } }

    /// Unfinished uploads that were given up, or would be.
    package var uploadCount: Int { uploads.count - failedUploads.count }

    /// Objects that were removed, or would be.
    package var count: Int { plan.count - failed.count }

    /// Their bytes.
    package var bytes: Int64 {
      let lost = Set(failed.map(\.id))
      return plan.removals.reduce(0) { $0 + (lost.contains($1.id) ? 0 : $1.size ?? 0) }
    }
  }

  package var parts: [Part] = []
  package var isDry = false

  package init() {}

  package var count: Int { parts.reduce(0) { $0 + $1.count } }
  package var bytes: Int64 { parts.reduce(0) { $0 + $1.bytes } }

  package var value: Value {
    [
      "removed": .integer(count), "bytes": .integer(Int(bytes)), "dry": .bool(isDry),
      "parts": .array(parts.map(\.value)),
    ]
  }
}

extension GarbageReport.Part {
  fileprivate var value: Value {
    var part = Value.Mapping()
    switch place {
    case .cache(let name): part["cache"] = .string(name)
    case .remote(let name): part["remote"] = .string(name)
    }
    part["removed"] = .integer(count)
    part["bytes"] = .integer(Int(bytes))
    part["objects"] = .array(plan.removals.map { .string(path($0.id)) })
    part["failed"] = .array(
      failed.map { ["path": .string(path($0.id)), "message": .string($0.reason)] }
        + failedPartial.map {
          ["path": .string(path($0.id)), "message": .string($0.reason)]
        }
        + failedUploads.map {
          ["path": .string(path($0.upload)), "message": .string($0.reason)]
        })
    if case .cache = place {
      part["unfinished_fetches"] = .array(
        partial.map {
          ["path": .string(path($0.id)), "bytes": .integer(Int($0.size ?? 0))]
        })
    }
    if case .remote = place {
      part["uploads"] = .array(
        uploads.map {
          [
            "path": .string(path($0)), "id": .string($0.id), "bytes": .integer(Int($0.bytes)),
            "touched": .integer(Int($0.touched)),
          ]
        })
    }
    return .map(part)
  }
}
