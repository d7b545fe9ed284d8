import Basics

/// A page of ListObjectsV2, as the server wrote it.
struct S3Listing {
  struct Entry {
    /// The whole key.
    var key: [UInt8]
    var size: Int64?
    /// In seconds since 1970.
    var modified: Int64?
    var entityTag: String?
  }

  var entries: [Entry]
  /// Asks for the next page; nil on the last one.
  var continuation: String?

  /// Nil for a document that is no such page.
  init?(_ root: XMLElement) {
    guard root.isNamed("ListBucketResult") else { return nil }
    let isEncoded = root.text("EncodingType") == "url"
    entries = []
    for content in root.all("Contents") {
      guard let name = content["Key"]?.content,
        let key = isEncoded ? PercentEncoding.decode(name) : name
      else { return nil }
      entries.append(Entry(key, content))
    }
    let isTruncated = root.text("IsTruncated") == "true"
    continuation = isTruncated ? root.text("NextContinuationToken") : nil
    if isTruncated, continuation == nil { return nil }
  }
}

extension S3Listing.Entry {
  fileprivate init(_ key: [UInt8], _ content: XMLElement) {
    self.key = key
    size = content.text("Size").flatMap { Int64($0) }
    modified = content.text("LastModified").flatMap { ServerTime.seconds(ofListing: $0) }
    entityTag = content.text("ETag").map { unquoted($0) }
  }
}
