extension S3Client {
  /// What is in parts at one moment, by the server's clock.
  struct Uploads: Sendable {
    var entries: [S3UploadListing.Entry] = []
    /// In seconds since 1970.
    var date: Int64?
  }

  /// No more pages are read: a thousand uploads each.
  private static let mostPages = 20

  /// The uploads in parts to keys that begin with `prefix`, which nobody has completed or aborted.
  func uploads(prefix: [UInt8]) async throws(S3Failure) -> Uploads {
    var uploads = Uploads()
    var marker: (key: String, id: String)?
    for _ in 0..<Self.mostPages {
      var query = [
        ("uploads", ""), ("encoding-type", "url"), ("max-uploads", "1000"),
        ("prefix", String(decoding: prefix, as: UTF8.self)),
      ]
      if let marker { query += [("key-marker", marker.key), ("upload-id-marker", marker.id)] }
      let request = S3Request("ListMultipartUploads", .get, query: query)
      let (head, body) = try await send(request)
      guard let page = S3UploadListing(try Self.document(body, of: request.operation)) else {
        throw .nonsense(operation: request.operation, "it is no page of a listing")
      }
      uploads.date = head["date"].flatMap { ServerTime.seconds(ofHeader: $0) }
      // Some servers take the prefix for a directory.
      uploads.entries += page.entries.filter { $0.key.starts(with: prefix) }
      marker = page.next
      if marker == nil { break }
    }
    return uploads
  }

  /// The parts of an upload that have arrived, in order.
  func parts(of id: String, name: [UInt8]) async throws(S3Failure) -> [S3PartListing.Part] {
    var parts: [S3PartListing.Part] = []
    var marker: Int?
    repeat {
      var query = [("uploadId", id), ("max-parts", "1000")]
      if let marker { query.append(("part-number-marker", "\(marker)")) }
      let request = S3Request("ListParts", .get, key: name, query: query)
      let body = try await send(request).body
      guard let page = S3PartListing(try Self.document(body, of: request.operation)) else {
        throw .nonsense(operation: request.operation, "it is no list of parts")
      }
      parts += page.parts
      guard page.next ?? .max > marker ?? 0 else { break }
      marker = page.next
    } while marker != nil
    return parts
  }

  func abort(_ id: String, name: [UInt8]) async throws(S3Failure) {
    _ = try await send(
      S3Request("AbortMultipartUpload", .delete, key: name, query: [("uploadId", id)]))
  }
}
