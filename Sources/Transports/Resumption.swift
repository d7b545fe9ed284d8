import Synchronization

/// One download in as many tries as it takes: passes every byte on once, all of the same object.
final class Resumption: Sendable {
  private struct State {
    /// Bytes that the sink has.
    var delivered: Int64 = 0
    /// Bytes of this try that the sink has already.
    var toSkip: Int64 = 0
    /// What the tries before read, where they told.
    var object: RemoteObject?
  }

  private let range: Range<Int64>?
  private let byRange: Bool
  private let sink: ByteSink
  private let state = Mutex(State())

  init(range: Range<Int64>?, byRange: Bool, sink: @escaping ByteSink) {
    self.range = range
    self.byRange = byRange
    self.sink = sink
  }

  /// The range to ask for in the next try.
  func nextRange() -> Range<Int64>? {
    state.withLock { state in
      guard state.delivered > 0 else { return range }
      guard byRange else {
        state.toSkip = state.delivered
        return range
      }
      let whole = range ?? 0..<Int64.max
      return min(whole.lowerBound + state.delivered, whole.upperBound)..<whole.upperBound
    }
  }

  @Sendable func receive(_ piece: UnsafeRawBufferPointer) throws {
    let count = Int64(piece.count)
    let skipped = state.withLock { state in
      let skipped = min(state.toSkip, count)
      state.toSkip -= skipped
      state.delivered += count - skipped
      return skipped
    }
    if skipped < count { try sink(UnsafeRawBufferPointer(rebasing: piece[Int(skipped)...])) }
  }

  /// Takes the object of the try that came to the end.
  func finish(_ object: RemoteObject) throws(TransportError) -> RemoteObject {
    guard note(object) else { throw Self.changed(object.key) }
    return object
  }

  /// Takes the error of a try. Bytes of two objects must not be mixed: then it is the last try.
  func checked(_ error: TransportError) -> TransportError {
    guard let object = error.object, !note(object) else { return error }
    return Self.changed(object.key)
  }

  /// Remembers the first object of which anything was passed on; false when it has been another.
  private func note(_ object: RemoteObject) -> Bool {
    state.withLock { state in
      guard state.delivered > 0 else { return true }
      if let first = state.object { return first.mayBeSameContent(as: object) }
      state.object = object
      return true
    }
  }

  private static func changed(_ key: ObjectKey) -> TransportError {
    TransportError(
      .changed, key: key, detail: "'\(key)' was replaced in the remote while it was downloaded")
  }
}
