import FileAccess
import SystemPackage

/// An object of a directory that is open to be read, piece by piece.
final class DirectoryReading {
  let object: RemoteObject
  private let file: OpenFile
  private let key: ObjectKey

  init(_ store: DirectoryStore, _ key: ObjectKey) throws(TransportError) {
    self.key = key
    do throws(FileError) {
      file = try OpenFile.reading(store.path(of: key))
      object = RemoteObject(key, try file.status())
    } catch {
      if error.isNotFound { try store.requireRoot(key) }
      var refusal = TransportError(error, key: key)
      if error.isNotFound || error.errno == .isDirectory { refusal.kind = .notFound }
      throw refusal
    }
  }

  /// The part of `range` that there is; all without one.
  func clamped(_ range: Range<Int64>?) -> Range<Int64> {
    let whole = 0..<(object.size ?? 0)
    return range?.clamped(to: whole) ?? whole
  }

  /// Fills `room` from `position` as far as one call does; never nothing.
  ///
  /// - Throws: `interrupted` when the file ends earlier than it was long when it was opened.
  func read(
    at position: Int64, into room: UnsafeMutableRawBufferPointer
  ) throws(TransportError) -> Int {
    do throws(FileError) {
      let count = try file.read(into: room, at: position)
      if count > 0 { return count }
    } catch {
      throw TransportError(error, key: key)
    }
    throw TransportError(
      .interrupted, key: key, detail: "'\(file.path)' ended after \(position) bytes")
  }
}
