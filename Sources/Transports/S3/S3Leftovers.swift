/// The uploads that were unfinished below the remote's root when a run first asked, for those whose
/// journal was lost.
actor S3Leftovers {
  private var lookup: Task<[S3UploadListing.Entry], Never>?

  /// Those that are to become the object called `name`, the newest first; none when the server does
  /// not tell.
  func uploads(to name: [UInt8], _ transport: S3Transport) async -> [S3UploadListing.Entry] {
    let lookup =
      lookup
      ?? Task {
        // Servers that have no such list, or show it to nobody, have nothing for us.
        let found = try? await retrying(transport.partPolicy) { () async throws(TransportError) in
          try await transport.uploads()
        }
        return found?.entries ?? []
      }
    self.lookup = lookup
    return await lookup.value.filter { $0.key == name }
      .sorted { $0.initiated ?? 0 > $1.initiated ?? 0 }
  }
}
