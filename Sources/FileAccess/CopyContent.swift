import CPlatform
import Glibc
package import SystemPackage

/// Copies the bytes of the file at `source` to an empty open file, inside the kernel where that works.
///
/// - Throws: `FileError` or `InterruptionError`.
package func copyContent(of source: FilePath, to file: borrowing OpenFile) throws {
  try FailPoint.hit("copy", file.path)
  let origin = try OpenFile.reading(source)
  let size = try origin.status().size
  if try copyInKernel(from: origin, to: file, upTo: size) < size {
    try copyByHand(from: origin, to: file)
  }
}

/// Copies as far as the kernel does it between these two file systems, and returns how many bytes
/// that was; both files stand after them then.
private func copyInKernel(
  from source: borrowing OpenFile, to file: borrowing OpenFile, upTo size: Int64
) throws -> Int64 {
  let (from, to) = (source.descriptor, file.descriptor)
  let unsupported: [Errno] = [
    .improperLink, .noFunction, .notSupported, .invalidArgument, .notPermitted, .badFileDescriptor,
  ]
  var total: Int64 = 0
  while total < size {
    try checkInterruption()
    switch systemCall({ cairn_copy_file_range(from, to, 64 << 20) }) {
    case .success(0): return total
    case .success(let count): total += Int64(count)
    case .failure(let errno) where unsupported.contains(errno): return total
    case .failure(let errno): throw FileError(.write, file.path, errno)
    }
  }
  return total
}

/// Copies from where both files stand to the end.
private func copyByHand(
  from source: borrowing OpenFile, to file: borrowing OpenFile
) throws {
  let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: transferSize, alignment: 64)
  defer { buffer.deallocate() }
  while true {
    try checkInterruption()
    let count = try source.read(into: buffer)
    if count == 0 { return }
    try file.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
  }
}
