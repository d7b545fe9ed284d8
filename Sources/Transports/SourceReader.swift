import FileAccess
import Hashing

/// Reads the bytes of an upload once, in order, hashing them if there is a check.
///
/// Only after `finish` has returned may what was read become visible.
struct SourceReader: ~Copyable {
  /// The bytes that there will be.
  let size: Int64
  private let input: SourceInput
  private let name: String
  private let key: ObjectKey
  private let check: ContentCheck?
  private let isHashedElsewhere: Bool
  private var hasher: ContentHasher
  private let bandwidth: Bandwidth?
  private var position: Int64 = 0

  /// Opens the source.
  ///
  /// - Parameter isHashedElsewhere: the caller hashes, and tells `finish`; or the remote makes sure of the
  ///   check, and `refusal` says what it means when it refuses.
  /// - Throws: `source` when it cannot be read or has not the size that was promised.
  init(
    _ source: UploadSource, for key: ObjectKey, verifying check: ContentCheck?,
    isHashedElsewhere: Bool = false
  ) throws(TransportError) {
    let input: SourceInput
    do { input = try SourceInput(opening: source.content) } catch {
      throw TransportError(.source, key: key, detail: error.message, cause: error)
    }
    let name = source.name(for: key)
    if let size = source.size, size != input.size {
      let detail = "\(name) has \(input.size) bytes instead of \(size)"
      throw TransportError(.source, key: key, detail: detail)
    }
    size = input.size
    bandwidth = source.bandwidth
    (self.input, self.name, self.key, self.check) = (input, name, key, check)
    self.isHashedElsewhere = isHashedElsewhere
    hasher = ContentHasher(check?.algorithm ?? .md5)
  }

  var isAtEnd: Bool { position == size }

  /// The most bytes worth asking for at once: 128 KiB, where the hash is fastest, and at least one.
  var pieceSize: Int { Int(min(max(size, 1), 128 << 10)) }

  /// Fills `buffer` as far as the source goes; 0 at its end.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(TransportError) -> Int {
    let wanted = Int(min(Int64(buffer.count), size - position))
    let room = UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted])
    do { try bandwidth?.pass(wanted) } catch { throw .cancelled(key, error) }
    let count: Int
    do { count = try input.read(at: position, into: room) } catch {
      throw TransportError(.source, key: key, detail: error.message, cause: error)
    }
    position += Int64(count)
    guard count == wanted else { throw broken("ended after \(position) of \(size) bytes") }
    if check != nil, !isHashedElsewhere { hasher.update(UnsafeRawBufferPointer(room)) }
    return count
  }

  /// Makes sure that all was read, is what was promised, and was not written to meanwhile.
  ///
  /// Bytes that hash to what was promised are good even if the file was touched.
  ///
  /// - Parameter digest: of all bytes, from whoever hashed them elsewhere; nil when the remote will.
  /// - Throws: `source` for a file that changed, `mismatch` for one that held other bytes all along.
  mutating func finish(_ digest: Digest? = nil) throws(TransportError) {
    guard isAtEnd else { throw broken("was read to \(position) of \(size) bytes only") }
    if let check {
      let found = isHashedElsewhere ? digest : hasher.finish()
      if found == nil || found == check.digest { return }
    }
    if let refusal = try refusal() { throw refusal }
  }

  /// Why what was read is not what was promised; nil when nothing was promised.
  ///
  /// - Throws: `source` for a file that changed.
  func refusal() throws(TransportError) -> TransportError? {
    guard try isUnchanged() else { throw broken("changed while it was uploaded") }
    guard let check else { return nil }
    return TransportError(
      .mismatch, key: key, detail: "\(name) does not hash to \(check.digest)")
  }

  private func isUnchanged() throws(TransportError) -> Bool {
    do { return try input.isUnchanged() } catch {
      throw TransportError(.source, key: key, detail: error.message, cause: error)
    }
  }

  private func broken(_ how: String) -> TransportError {
    TransportError(.source, key: key, detail: "\(name) \(how)")
  }
}

extension UploadSource {
  /// What messages call it.
  fileprivate func name(for key: ObjectKey) -> String {
    switch content {
    case .file(let path): "'\(path)'"
    case .bytes: "the content of '\(key)'"
    }
  }
}
