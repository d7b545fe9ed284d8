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
    let reading = try DirectoryReading(self, key)
    do throws(TransportError) {
      try pass(reading.clamped(range), of: reading, key, to: sink)
    } catch {
      throw error.during(reading.object)
    }
    return reading.object
  }

  private func pass(
    _ range: Range<Int64>, of reading: DirectoryReading, _ key: ObjectKey, to sink: ByteSink
  ) throws(TransportError) {
    let piece = PieceBuffer(capacity: Int(min(Int64(range.count), PieceBuffer.usualSize)))
    var position = range.lowerBound
    while position < range.upperBound {
      try checkCancellation(key)
      let wanted = Int(min(Int64(piece.bytes.count), range.upperBound - position))
      let count = try reading.read(at: position, into: piece.prefix(wanted))
      do { try sink(UnsafeRawBufferPointer(rebasing: piece.bytes[..<count])) } catch {
        throw TransportError(.sink, key: key, detail: "\(error)", cause: error)
      }
      position += Int64(count)
    }
  }
}
