import Glibc
import SystemPackage

/// The mode of new files: 0666 without the umask's bits.
package let defaultFileMode: UInt32 = 0o666 & ~processUmask

/// The mode of new directories: 0777 without the umask's bits.
package let defaultDirectoryMode: UInt32 = 0o777 & ~processUmask

/// The umask at first use. `umask(2)` can only be read by setting it, which would race with files
/// that other threads create, so the kernel's report is read instead.
private let processUmask: UInt32 = {
  let status = (try? readFile("/proc/self/status")) ?? []  // without /proc: asked the other way
  for line in status.split(separator: UInt8(ascii: "\n")) where line.starts(with: "Umask:".utf8) {
    let digits = String(decoding: line.dropFirst(6), as: UTF8.self).filter(\.isNumber)
    if let mask = UInt32(digits, radix: 8) { return mask }
  }
  let mask = umask(0o022)
  umask(mask)
  return mask
}()
