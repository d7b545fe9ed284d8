package import Basics
package import Hashing

/// Where objects lie below the root of a cache or of a remote.
///
/// DVC 3 keeps `md5` objects in `files/md5/ab/cdef…`; DVC 2 kept its own directly in `ab/cdef…`.
package enum ObjectLayout {
  /// The directory that holds the 256 shards, relative to the root.
  package static func shards(_ algorithm: HashAlgorithm) -> RelativePath {
    switch algorithm {
    case .md5: RelativePath("files/md5")
    case .md5Dos2Unix: .root
    }
  }

  /// The name of the shard: the first two hexadecimal digits.
  package static func shard(_ index: UInt8) -> [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    return [digits[Int(index >> 4)], digits[Int(index & 15)]]
  }

  package static func path(_ id: ObjectID, _ algorithm: HashAlgorithm) -> RelativePath {
    var hex: [UInt8] = []
    id.digest.appendHex(to: &hex)
    hex.insert(UInt8(ascii: "/"), at: 2)
    if id.isTree { hex += ObjectID.treeSuffix.utf8 }
    return shards(algorithm).appending(hex[...])
  }

  /// The object that lies at `path`; nil for what is no object of that algorithm.
  package static func id(at path: RelativePath, _ algorithm: HashAlgorithm) -> ObjectID? {
    let root = shards(algorithm).bytes
    let rest = path.bytes.dropFirst(root.isEmpty ? 0 : root.count + 1)
    guard rest.count > 3,
      let shard = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16),
      let id = id(shard: shard, name: rest.dropFirst(3)), self.path(id, algorithm) == path
    else { return nil }
    return id
  }

  /// The object whose name within `shard` is `name`; nil for anything that is no object.
  package static func id(shard: UInt8, name: some Collection<UInt8>) -> ObjectID? {
    let isTree = name.count == 34 && name.suffix(4).elementsEqual(ObjectID.treeSuffix.utf8)
    let rest = isTree ? name.dropLast(4) : name[...]
    guard rest.count == 30 else { return nil }
    return withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { hex in
      hex.copyBytes(from: self.shard(shard))
      UnsafeMutableRawBufferPointer(rebasing: hex[2...]).copyBytes(from: rest)
      return Digest(hexDigits: UnsafeRawBufferPointer(hex)).map { ObjectID($0, isTree: isTree) }
    }
  }
}

extension ObjectID {
  /// The number of the shard that holds the object.
  package var shard: UInt8 { UInt8(truncatingIfNeeded: digest.high >> 56) }
}
