import Basics

/// A page of ListMultipartUploads, as the server wrote it.
struct S3UploadListing {
  struct Entry: Sendable {
    /// The whole key of the object that it is to become.
    var key: [UInt8]
    var id: String
    /// In seconds since 1970.
    var initiated: Int64?
  }

  var entries: [Entry] = []
  /// What the next page begins after; nil on the last one.
  var next: (key: String, id: String)?

  /// Nil for a document that is no such page.
  init?(_ root: XMLElement) {
    guard root.isNamed("ListMultipartUploadsResult") else { return nil }
    let isEncoded = root.text("EncodingType") == "url"
    for upload in root.all("Upload") {
      guard let name = upload["Key"]?.content, let id = upload.text("UploadId"),
        let key = isEncoded ? PercentEncoding.decode(name) : name
      else { return nil }
      let initiated = upload.text("Initiated").flatMap { ServerTime.seconds(ofListing: $0) }
      entries.append(Entry(key: key, id: id, initiated: initiated))
    }
    guard root.text("IsTruncated") == "true", let key = root.text("NextKeyMarker") else { return }
    let marker = isEncoded ? PercentEncoding.decode(Array(key.utf8)) : Array(key.utf8)
    guard let marker else { return nil }
    next = (String(decoding: marker, as: UTF8.self), root.text("NextUploadIdMarker") ?? "")
  }
}

/// A page of ListParts.
struct S3PartListing {
  struct Part: Sendable {
    var number: Int
    var size: Int64
    /// With its quotes.
    var entityTag: String
    /// In seconds since 1970.
    var modified: Int64?
  }

  var parts: [Part] = []
  /// The part that the next page begins after; nil on the last page.
  var next: Int?

  /// Nil for a document that is no such page.
  init?(_ root: XMLElement) {
    guard root.isNamed("ListPartsResult") else { return nil }
    for part in root.all("Part") {
      guard let number = part.text("PartNumber").flatMap({ Int($0) }),
        let size = part.text("Size").flatMap({ Int64($0) }), let tag = part.text("ETag")
      else { return nil }
      let modified = part.text("LastModified").flatMap { ServerTime.seconds(ofListing: $0) }
      parts.append(Part(number: number, size: size, entityTag: tag, modified: modified))
    }
    guard root.text("IsTruncated") == "true" else { return }
    next = root.text("NextPartNumberMarker").flatMap { Int($0) } ?? parts.last?.number
  }
}
