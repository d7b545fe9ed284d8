import CMultiMD5
import Glibc

/// Code for the vector registers of one kind of processor.
package struct MD5Kernel: Sendable {
  package let name: String
  package let lanes: Int
  let run:
    @convention(c) @Sendable (
      UnsafeMutablePointer<UInt32>?, UnsafePointer<UInt8>?, UnsafePointer<UInt32>?, Int
    ) -> Void

  /// Those that this processor can run, the fastest first.
  package static let all: [MD5Kernel] = (0...).lazy.map { cairn_md5_kernel_at($0) }
    .prefix { $0.name != nil }.compactMap(MD5Kernel.init)

  /// The fastest, or the one that `CAIRN_MD5` names.
  package static let best: MD5Kernel = {
    let forced = getenv("CAIRN_MD5").map { String(cString: $0) }
    return all.first { $0.name == forced } ?? all[0]
  }()

  private init?(_ kernel: cairn_md5_kernel) {
    guard let name = kernel.name, let run = kernel.run else { return nil }
    self.name = String(cString: name)
    lanes = kernel.lanes
    self.run = unsafeBitCast(run, to: type(of: self.run))
  }
}
