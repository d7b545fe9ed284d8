package import Basics
import Synchronization

/// A remote in memory, stricter than any real one, so that what works with it works everywhere.
///
/// It refuses keys that S3 or a directory could not hold (not UTF-8, over 1,024 bytes, an object below
/// an object), throttles callers that exceed `traits.width`, takes a page's token with the page's
/// prefix only, fails calls after `close`, hands out small pieces, and overwrites their memory after
/// the sink has returned.
package final class MemoryTransport: Transport {
  package let traits: TransportTraits
  private let contents: Mutex<MemoryContents>

  /// - Parameter hasRoot: false for a remote that does not exist before the first upload.
  package init(width: Int = 8, pageSize: Int = 1000, hasRoot: Bool = true) {
    traits = TransportTraits(
      width: width, pageSize: pageSize, listCost: 1, deleteBatch: 1000, keysAreBytes: false)
    contents = Mutex(MemoryContents(width: width, hasRoot: hasRoot))
  }

  /// While true, nothing can be uploaded or deleted.
  package var isReadOnly: Bool {
    get { contents.withLock { $0.isReadOnly } }
    set { contents.withLock { $0.isReadOnly = newValue } }
  }

  /// The most calls that ran at the same time.
  package var peakCalls: Int { contents.withLock { $0.peakCalls } }

  package func stat(_ key: ObjectKey) async throws(TransportError) -> RemoteObject? {
    try begin(key)
    defer { end() }
    await Task.yield()
    return try access { (contents) throws(TransportError) in
      try contents.requireRoot(key)
      return try contents.entry(key)?.object(key)
    }
  }

  package func download(
    _ key: ObjectKey, range: Range<Int64>?, into sink: @escaping ByteSink
  ) async throws(TransportError) -> RemoteObject {
    try begin(key)
    defer { end() }
    let entry = try access { (contents) throws(TransportError) in
      try contents.requireRoot(key)
      guard let entry = try contents.entry(key) else { throw .notFound(key) }
      return entry
    }
    let whole = 0..<Int64(entry.bytes.count)
    var rest = range?.clamped(to: whole) ?? whole
    while !rest.isEmpty {
      try checkCancellation(key)
      let end = min(rest.lowerBound + 4096, rest.upperBound)
      try pass(entry.bytes[Int(rest.lowerBound)..<Int(end)], of: key, to: sink)
      rest = end..<rest.upperBound
      await Task.yield()
    }
    return entry.object(key)
  }

  package func upload(
    _ source: UploadSource, to key: ObjectKey, verifying check: ContentCheck?,
    progress: any ProgressObserver
  ) async throws(TransportError) {
    try begin(key)
    defer { end() }
    try access { (contents) throws(TransportError) in try contents.requireRoom(for: key) }
    var reader = try SourceReader(source, for: key, verifying: check)
    var bytes: [UInt8] = []
    let piece = PieceBuffer(capacity: reader.pieceSize)
    while true {
      try checkCancellation(key)
      let count = try reader.read(into: piece.bytes)
      if count == 0 { break }
      bytes += piece.prefix(count)
      progress.observe(.advanced(files: 0, bytes: Int64(count)))
      await Task.yield()
    }
    try reader.finish()
    let isSealed = check != nil
    try access { (contents) throws(TransportError) in
      try contents.requireRoom(for: key)
      contents.put(bytes, at: key, isSealed: isSealed)
    }
  }

  package func delete(_ keys: [ObjectKey]) async -> [ObjectKey: TransportError] {
    await Task.yield()
    var refused: [ObjectKey: TransportError] = [:]
    for key in keys {
      do throws(TransportError) {
        try begin(key)
        defer { end() }
        try access { (contents) throws(TransportError) in try contents.remove(key) }
      } catch {
        refused[key] = error
      }
    }
    return refused
  }

  package func list(
    prefix: String, after token: ListToken?, detail: ListDetail
  ) async throws(TransportError) -> ListPage {
    try begin(nil)
    defer { end() }
    await Task.yield()
    return try access { (contents) throws(TransportError) in
      try contents.requireRoot(nil)
      return try contents.page(prefix: prefix, after: token, size: traits.pageSize, detail: detail)
    }
  }

  package func close() async {
    contents.withLock { $0.isClosed = true }
  }

  private func begin(_ key: ObjectKey?) throws(TransportError) {
    try checkCancellation(key)
    try access { (contents) throws(TransportError) in try contents.begin(key) }
  }

  private func end() {
    contents.withLock { $0.calls -= 1 }
  }

  private func access<Value>(
    _ body: (inout MemoryContents) throws(TransportError) -> sending Value
  ) throws(TransportError) -> Value {
    try contents.withLock { (contents) throws(TransportError) in try body(&contents) }
  }

  private func pass(
    _ bytes: ArraySlice<UInt8>, of key: ObjectKey, to sink: ByteSink
  ) throws(TransportError) {
    let piece = PieceBuffer(capacity: bytes.count)
    piece.bytes.copyBytes(from: bytes)
    defer { for index in piece.bytes.indices { piece.bytes[index] = 0xa5 } }
    do { try sink(UnsafeRawBufferPointer(piece.bytes)) } catch {
      throw TransportError(.sink, key: key, detail: "\(error)", cause: error)
    }
  }
}
