import Basics
import FileAccess
import Glibc
import Hashing
import SystemPackage

extension DirectoryStore {
  /// From how many names in one directory on it is read rather than asked for each.
  private static let worthReading = 100

  /// Which of the objects are there, in the order of their digests.
  func holds(_ names: DigestNames) throws(TransportError) -> [Bool] {
    try requireRoot()
    var found: [Bool] = []
    found.reserveCapacity(names.digests.count)
    var rest = names.digests[...]
    while let first = rest.first {
      let shard = rest.prefix { $0.high >> 56 == first.high >> 56 }
      found += try holds(shard, of: names)
      rest = rest[shard.endIndex...]
    }
    return found
  }

  private func holds(
    _ shard: ArraySlice<Digest>, of names: DigestNames
  ) throws(TransportError) -> [Bool] {
    try checkCancellation()
    if shard.count < Self.worthReading {
      var found: [Bool] = []
      for digest in shard { found.append(try isFile(names.path(of: digest))) }
      return found
    }
    let there = try digests(inShardOf: shard[shard.startIndex], names)
    return shard.map { there.contains($0) }
  }

  private func isFile(_ path: RelativePath) throws(TransportError) -> Bool {
    do {
      return try FileStatus.ifExists(at: self.path(path))?.kind == .file
    } catch {
      throw TransportError(error, key: ObjectKey(path))
    }
  }

  /// All objects that lie beside the one named `digest`.
  private func digests(
    inShardOf digest: Digest, _ names: DigestNames
  ) throws(TransportError) -> Set<Digest> {
    let directory = path(names.shard(of: digest))
    do throws(FileError) {
      let found = try DirectoryNames(of: OpenFile(directory: directory))
      var digests: Set<Digest> = []
      digests.reserveCapacity(found.indices.count)
      for index in found.indices where Int(found.types[index]) != DT_DIR {
        if let digest = names.digest(found[index], beside: digest) { digests.insert(digest) }
      }
      return digests
    } catch  where error.isNotFound {
      return []
    } catch {
      throw TransportError(error, key: nil)
    }
  }
}
