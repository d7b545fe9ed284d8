package import FileAccess
package import Hashing
import SystemPackage

extension LocalCache {
  /// What interrupted fetches left of objects that nobody uses, and nobody is at work with now.
  ///
  /// - Returns: their IDs, with the sizes of the files.
  package func partialGarbage(besides used: ObjectSet) -> [StoredObject] {
    partials.all().compactMap { id in
      guard !used.contains(id), let file = try? PartialObject.claim(partials.path(id)) else {
        return nil  // somebody is at work with it, it has gone, or it is another user's
      }
      return StoredObject(id, size: (try? file.status().size) ?? 0)
    }
  }

  /// Removes what interrupted fetches left of `objects`; what somebody has begun to work with stays.
  ///
  /// - Returns: what was removed; what could not be removed, and why.
  package func removePartial(
    _ objects: [StoredObject]
  ) -> (removed: [StoredObject], failed: [(id: ObjectID, error: FileError)]) {
    var removed: [StoredObject] = []
    var failed: [(id: ObjectID, error: FileError)] = []
    for object in objects {
      do throws(FileError) {
        let path = partials.path(object.id)
        try PartialObject.remove(path, claimed: PartialObject.claim(path))
        removed.append(object)
      } catch  where error.errno != .wouldBlock && !error.isNotFound {
        failed.append((object.id, error))
      } catch {}  // it is in use by now, or has gone
    }
    return (removed, failed)
  }
}
