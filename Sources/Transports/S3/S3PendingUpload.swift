import Hashing

/// An upload that is under way, and the parts that the server has of it already.
struct S3PendingUpload: Sendable {
  /// S3's name of it.
  var id: String
  /// Whether we created it; otherwise somebody else may be at it.
  var isOurs = true
  /// As far as their sizes are the planned ones; by number.
  var parts: [Int: S3PartListing.Part] = [:]

  /// The part of that number, if the server has it with these bytes.
  ///
  /// The tag of a part is the MD5 of its bytes, but for keys of KMS or of the customer's own: then it
  /// is another, and the part is sent again.
  func part(_ number: Int, holding body: RequestBody) -> S3UploadPart? {
    guard let known = parts[number], known.size == body.count else { return nil }
    let part = S3UploadPart(number: number, entityTag: known.entityTag)
    guard let digest = part.digest, digest == Digest(of: body.content) else { return nil }
    return part
  }
}

/// A part that the server has.
struct S3UploadPart: Sendable {
  var number: Int
  /// With its quotes.
  var entityTag: String

  /// What the tag says, where it is a digest.
  var digest: Digest? { Digest(unquoted(entityTag)) }

  /// The tag that S3 gives to an object in parts; nil when the parts' own tags are no digests.
  static func entityTag(of digests: [Digest?]) -> String? {
    var bytes: [UInt8] = []
    for digest in digests {
      guard let digest else { return nil }
      bytes += digest.bytes
    }
    return "\(Digest(of: bytes))-\(digests.count)"
  }
}
