import Basics
import Hashing

/// Deletes many objects: a thousand with a request, or one by one where the server or a key wants it.
struct S3Deletion: Sendable {
  private let transport: S3Transport

  init(_ transport: S3Transport) {
    self.transport = transport
  }

  private struct Target: Sendable {
    var key: ObjectKey
    var name: [UInt8]

    var text: String { String(decoding: name, as: UTF8.self) }

    /// What an error of a whole batch means for this key.
    func error(_ error: any Error) -> TransportError {
      guard var own = error as? TransportError else { return .cancelled(key, error) }
      own.key = key
      return own
    }
  }

  private typealias Refusals = [ObjectKey: TransportError]

  func run(_ keys: [ObjectKey]) async -> [ObjectKey: TransportError] {
    var refused: Refusals = [:]
    var targets: [Target] = []
    for key in Set(keys).sorted() {
      do throws(TransportError) {
        targets.append(Target(key: key, name: try transport.name(of: key)))
      } catch {
        refused[key] = error
      }
    }
    let together = targets.filter { XMLText.canHold($0.text) }
    let alone = targets.filter { !XMLText.canHold($0.text) }
    refused.merge(await delete(batches: together)) { $1 }
    refused.merge(await delete(oneByOne: alone)) { $1 }
    return refused
  }

  private func delete(batches targets: [Target]) async -> Refusals {
    if targets.count == 1 || session.deletesSingly { return await delete(oneByOne: targets) }
    let size = transport.traits.deleteBatch
    let batches = stride(from: 0, to: targets.count, by: size).map {
      Array(targets[$0..<min($0 + size, targets.count)])
    }
    return await collect(batches) { batch throws(TransportError) in
      try await delete(batch: batch)
    }
  }

  private func delete(oneByOne targets: [Target]) async -> Refusals {
    await collect(targets.map { [$0] }) { batch throws(TransportError) in
      for target in batch { try await delete(target) }
      return [:]
    }
  }

  /// Does `delete` for all batches, a failed one counting for all its keys.
  private func collect(
    _ batches: [[Target]],
    _ delete: @escaping @Sendable ([Target]) async throws(TransportError) -> Refusals
  ) async -> Refusals {
    let results = await concurrentMap(batches, width: transport.traits.width) { batch in
      try checkCancellation()
      return try await delete(batch)
    }
    var refused: Refusals = [:]
    for (batch, result) in zip(batches, results) {
      switch result {
      case .success(let some): refused.merge(some) { $1 }
      case .failure(let error): for target in batch { refused[target.key] = target.error(error) }
      }
    }
    return refused
  }

  private func delete(_ target: Target) async throws(TransportError) {
    do throws(S3Failure) {
      _ = try await transport.client.send(S3Request("DeleteObject", .delete, key: target.name))
    } catch {
      let refusal = TransportError(error, key: target.key)
      if refusal.kind != .notFound { throw refusal }
    }
  }

  private func delete(batch: [Target]) async throws(TransportError) -> Refusals {
    let items = batch.map { "<Object><Key>\(XMLText.escaped($0.text))</Key></Object>" }
    let document = Array("<Delete><Quiet>true</Quiet>\(items.joined())</Delete>".utf8)
    var request = S3Request("DeleteObjects", .post, query: [("delete", "")])
    request.body = RequestBody(document)
    request.headers = [("content-md5", Base64.encode(Digest(of: document).bytes))]
    let answer: [UInt8]
    do throws(S3Failure) { answer = try await transport.client.send(request).body } catch {
      let refusal = TransportError(error, key: nil)
      guard refusal.kind == .unsupported else { throw refusal }
      session.deletesSingly = true
      return await delete(oneByOne: batch)
    }
    return try refusals(answer, of: batch)
  }

  /// The keys that an answer names as still there.
  private func refusals(_ answer: [UInt8], of batch: [Target]) throws(TransportError) -> Refusals {
    // A document that cannot be read must not count as success.
    guard let root = try? XMLReader.read(answer), root.isNamed("DeleteResult") else {
      throw TransportError(
        .nonsense(operation: "DeleteObjects", "it is no result of a deletion"), key: nil)
    }
    let keys = Dictionary(batch.map { ($0.name, $0.key) }) { first, _ in first }
    var refused: Refusals = [:]
    for element in root.all("Error") {
      guard let name = element["Key"]?.content, let key = keys[name] else { continue }
      let error = TransportError(.server(S3ServerError("DeleteObjects", element)), key: key)
      if error.kind != .notFound { refused[key] = error }
    }
    return refused
  }

  private var session: S3Session { transport.client.session }
}
