import Basics
import FileAccess
import SystemPackage

extension DirectoryStore {
  func stat(_ key: ObjectKey) throws(TransportError) -> RemoteObject? {
    let status: FileStatus?
    do { status = try FileStatus.ifExists(at: path(of: key)) } catch {
      throw TransportError(error, key: key)
    }
    guard let status else {
      try requireRoot(key)
      return nil
    }
    return status.kind == .file ? RemoteObject(key, status) : nil
  }

  func download(
    _ key: ObjectKey, range: Range<Int64>?, into sink: ByteSink
  ) throws(TransportError) -> RemoteObject {
    let file = try open(key)
    let object: RemoteObject
    do { object = RemoteObject(key, try file.status()) } catch {
      throw TransportError(error, key: key)
    }
    let whole = 0..<(object.size ?? 0)
    do throws(TransportError) {
      try pass(range?.clamped(to: whole) ?? whole, of: file, key, to: sink)
    } catch {
      throw error.during(object)
    }
    return object
  }

  private func open(_ key: ObjectKey) throws(TransportError) -> OpenFile {
    do throws(FileError) {
      return try OpenFile.reading(path(of: key))
    } catch {
      if error.isNotFound { try requireRoot(key) }
      var refusal = TransportError(error, key: key)
      if error.isNotFound || error.errno == .isDirectory { refusal.kind = .notFound }
      throw refusal
    }
  }

  private func pass(
    _ range: Range<Int64>, of file: borrowing OpenFile, _ key: ObjectKey, to sink: ByteSink
  ) throws(TransportError) {
    var piece = PieceBuffer(capacity: Int(min(Int64(range.count), PieceBuffer.usualSize)))
    var position = range.lowerBound
    while position < range.upperBound {
      try checkCancellation(key)
      let wanted = min(Int64(piece.bytes.count), range.upperBound - position)
      let count = try read(Int(wanted), of: file, at: position, key, into: &piece)
      do { try sink(UnsafeRawBufferPointer(rebasing: piece.bytes[..<count])) } catch {
        throw TransportError(.sink, key: key, detail: "\(error)", cause: error)
      }
      position += Int64(count)
    }
  }

  private func read(
    _ count: Int, of file: borrowing OpenFile, at position: Int64, _ key: ObjectKey,
    into piece: inout PieceBuffer
  ) throws(TransportError) -> Int {
    do throws(FileError) {
      let got = try file.read(into: piece.prefix(count), at: position)
      if got > 0 { return got }
    } catch {
      throw TransportError(error, key: key)
    }
    throw TransportError(
      .interrupted, key: key, detail: "'\(path(of: key))' ended after \(position) bytes")
  }
}
