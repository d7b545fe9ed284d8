import Glibc
package import SystemPackage

/// The bytes of the regular file at `path`.
package func readFile(_ path: FilePath) throws(FileError) -> [UInt8] {
  let file = try OpenFile.reading(path)
  var bytes: [UInt8] = []
  var room = Int(try file.status().size) + 1
  while true {
    let count = try append(to: &bytes, from: file, upTo: room)
    if count == 0 { return bytes }
    room = max(room - count, 4 << 10)
  }
}

/// The bytes of the regular file at `path`; nil when there is none.
package func readFileIfExists(_ path: FilePath) throws(FileError) -> [UInt8]? {
  do {
    return try readFile(path)
  } catch  where error.isNotFound {
    return nil
  }
}

/// Reads once to the end of `bytes`; returns how many bytes came, 0 at the end of the file.
private func append(
  to bytes: inout [UInt8], from file: borrowing OpenFile, upTo room: Int
) throws(FileError) -> Int {
  let old = bytes.count
  let descriptor = file.descriptor
  let path = file.path
  var outcome: Result<Int, Errno> = .success(0)
  let more = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
    outcome = systemCall { read(descriptor, buffer.baseAddress, room) }
    if case .success(let read) = outcome { count = read }
  }
  if case .failure(let errno) = outcome { throw FileError(.read, path, errno) }
  if old == 0 { bytes = more } else { bytes += more }
  return more.count
}
