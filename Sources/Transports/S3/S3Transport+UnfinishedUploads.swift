import Basics

extension S3Transport: UnfinishedUploads {
  package func unfinishedUploads(
    untouchedFor seconds: Int64
  ) async throws(TransportError) -> [UnfinishedUpload] {
    let uploads: S3Client.Uploads
    do throws(TransportError) {
      uploads = try await retrying(partPolicy) { () async throws(TransportError) in
        try await self.uploads()
      }
    } catch {
      guard error.isAboutMissingList else { throw error }
      return []
    }
    guard let now = uploads.date else { return [] }
    let old = uploads.entries.filter { $0.initiated.map { now - $0 > seconds } ?? false }
    let results = await concurrentMap(old, width: traits.width) { try await look(into: $0) }
    do {
      return try results.compactMap { try $0.get() }.filter { now - $0.touched > seconds }
    } catch let error as TransportError {
      throw error
    } catch {
      throw .cancelled(nil, error)
    }
  }

  /// Nil for an upload that ended meanwhile, and for one to a name that is no key.
  private func look(
    into entry: S3UploadListing.Entry
  ) async throws(TransportError) -> UnfinishedUpload? {
    guard let key = key(ofName: entry.key), let initiated = entry.initiated else { return nil }
    do throws(TransportError) {
      let parts = try await retrying(partPolicy) { () async throws(TransportError) in
        try await calling(key) { () async throws(S3Failure) in
          try await client.parts(of: entry.id, name: entry.key)
        }
      }
      return UnfinishedUpload(
        key: key, id: entry.id, touched: parts.compactMap(\.modified).reduce(initiated, max),
        bytes: parts.reduce(0) { $0 + $1.size })
    } catch {
      guard error.isAboutMissingUpload else { throw error }
      return nil
    }
  }

  package func abort(_ upload: UnfinishedUpload) async throws(TransportError) {
    let name = try name(of: upload.key)
    do throws(TransportError) {
      try await retrying(partPolicy) { () async throws(TransportError) in
        try await calling(upload.key) { () async throws(S3Failure) in
          try await client.abort(upload.id, name: name)
        }
      }
    } catch {
      guard error.isAboutMissingUpload else { throw error }
    }
  }
}

extension TransportError {
  /// Whether the server has no list of uploads, or does not show it to us: DVC needs no right to see it.
  fileprivate var isAboutMissingList: Bool {
    switch kind {
    case .notFound, .noRoot, .denied, .unsupported, .rejected, .failed: true
    default: false
    }
  }
}
