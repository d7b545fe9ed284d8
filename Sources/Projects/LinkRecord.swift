import Basics
package import FileAccess
package import Hashing
import SystemPackage

/// What an output was when Cairn put it into the workspace.
///
/// Only as long as it still is that, and no stage owns it, may `checkout` take it away again. DVC's
/// `links` know the inode and the times; here inodes and sizes of the files count too.
package struct LinkRecord: Equatable, Sendable {
  /// Of the file, the directory or the symbolic link itself.
  package var inode: UInt64
  /// Over the path, inode, size and time of every file.
  package var digest: Digest
  /// Whether it is being removed: some of its files may be gone already.
  package var isLeaving = false

  init(inode: UInt64, digest: Digest) {
    self.inode = inode
    self.digest = digest
  }

  /// - Parameter inode: of the output itself, symbolic links not followed.
  package init(inode: UInt64, _ listing: DirectoryListing) {
    var hasher = StreamingMD5()
    for (index, status) in listing.statuses.enumerated() {
      listing.paths[index].withUnsafeBytes { hasher.update($0) }
      withUnsafeBytes(of: (Int64(0), status.inode, status.size, status.modified)) {
        hasher.update($0)
      }
    }
    self.init(inode: inode, digest: hasher.finish())
  }
}

extension [RelativePath: LinkRecord] {
  /// Reads what `rendered` wrote; what is damaged is left out.
  init(parsing bytes: [UInt8]) {
    self.init()
    let parts = bytes.split(separator: 0)
    for start in stride(from: 0, to: parts.count - 1, by: 2) {
      guard let record = LinkRecord(parsing: parts[start + 1]) else { continue }
      self[RelativePath(bytes: Array(parts[start]))] = record
    }
  }

  /// For each output its path, NUL, its record, NUL; in order of path.
  var rendered: [UInt8] {
    sorted { $0.key < $1.key }.flatMap { path, record in
      path.bytes + [0] + Array(record.text.utf8) + [0]
    }
  }
}

extension LinkRecord {
  fileprivate init?(parsing bytes: ArraySlice<UInt8>) {
    let words = bytes.split(separator: UInt8(ascii: " "))
    guard words.count >= 2, let inode = UInt64(String(decoding: words[0], as: UTF8.self)),
      let digest = Digest(hex: words[1])
    else { return nil }
    self.init(inode: inode, digest: digest)
    isLeaving = words.count > 2
  }

  fileprivate var text: String { "\(inode) \(digest)" + (isLeaving ? " leaving" : "") }
}
