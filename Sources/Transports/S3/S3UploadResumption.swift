import Hashing

/// Finds the upload to go on with: the one in the journal, or one for the same object that the server
/// lists.
///
/// One that is listed may be in use by another machine. Since keys are digests, its parts are ours, byte
/// by byte, and to complete it twice does no harm; but it is not ours to abort.
struct S3UploadResumption: Sendable {
  /// The most listed uploads for one object that are looked into.
  private static let mostCandidates = 3

  private let upload: S3Upload
  private let plan: S3PartPlan
  /// Nil where nothing is remembered: without a journal, for content that nobody vouches for, and while
  /// another process uploads the same.
  private let entry: S3JournalEntry?

  init(_ upload: S3Upload, _ plan: S3PartPlan) async throws(TransportError) {
    (self.upload, self.plan) = (upload, plan)
    guard let journal = upload.transport.journal, let check = upload.check else {
      entry = nil
      return
    }
    let headers = upload.client.session.options.headers
    let place: String
    do throws(S3Failure) { place = try await upload.client.url(of: upload.name) } catch {
      throw TransportError(error, key: upload.key)
    }
    entry = journal.entry(
      for: .init(
        place: place, plan: plan, check: check,
        headers: Digest(of: "\(headers.creating) \(headers.always)".utf8)))
  }

  /// - Throws: what `isAboutMissingUpload` when the journal names one that is gone.
  func find() async throws(TransportError) -> S3PendingUpload? {
    guard let entry else { return nil }
    if let note = entry.note {
      return S3PendingUpload(
        id: note.id, isOurs: note.isOurs, parts: try await remembered(note.id))
    }
    guard let found = await listed() else { return nil }
    remember(found)
    return found
  }

  func remember(_ pending: S3PendingUpload) {
    entry?.write(.init(id: pending.id, isOurs: pending.isOurs))
  }

  func forget() {
    entry?.clear()
  }

  /// Whether what is on the server is left there for the next try.
  func mayGoOn(after error: TransportError) -> Bool {
    guard entry != nil else { return false }
    switch error.kind {
    case .interrupted, .throttled, .cancelled, .credentials, .unreachable: return true
    default: return false
    }
  }

  /// The parts of the upload in the journal; none where the server does not tell.
  private func remembered(
    _ id: String
  ) async throws(TransportError) -> [Int: S3PartListing.Part] {
    do throws(TransportError) {
      let parts = try await retrying(upload.transport.partPolicy) {
        () async throws(TransportError) in try await self.parts(of: id)
      }
      return parts.filter { $0.value.size == size(of: $0.key) }
    } catch {
      if error.isAboutMissingUpload || mayGoOn(after: error) { throw error }
      return [:]
    }
  }

  /// The listed upload that has the most parts of those that are cut as ours. Headers cannot be seen in
  /// a list, so that nothing is taken for objects that have any.
  private func listed() async -> S3PendingUpload? {
    guard upload.client.session.options.headers == S3ObjectHeaders() else { return nil }
    let candidates = await upload.transport.leftovers.uploads(to: upload.name, upload.transport)
    var best: S3PendingUpload?
    for candidate in candidates.prefix(Self.mostCandidates) {
      // What cannot be looked into is of no use.
      guard let parts = try? await parts(of: candidate.id), parts.count > best?.parts.count ?? 0,
        parts.allSatisfy({ $0.value.size == size(of: $0.key) })
      else { continue }
      best = S3PendingUpload(id: candidate.id, isOurs: false, parts: parts)
    }
    return best
  }

  private func parts(of id: String) async throws(TransportError) -> [Int: S3PartListing.Part] {
    do throws(S3Failure) {
      let parts = try await upload.client.parts(of: id, name: upload.name)
      return Dictionary(parts.map { ($0.number, $0) }) { $1 }
    } catch {
      throw TransportError(error, key: upload.key)
    }
  }

  /// The size that a part is planned to have; nil when there is none of that number.
  private func size(of number: Int) -> Int64? {
    (1...plan.count).contains(number) ? plan.size(ofPart: number) : nil
  }
}
