package import Basics
import CPlatform
import Glibc
import SystemPackage

/// The names in one directory without `.` and `..`, in the order of the file system.
package struct DirectoryNames {
  package private(set) var names = PackedPaths()
  /// The `d_type` of every name; `DT_UNKNOWN` where the file system does not tell.
  package private(set) var types: [UInt8] = []

  /// No names.
  package init() {}

  /// Reads all names of an open directory, from its start.
  package init(of directory: borrowing OpenFile) throws(FileError) {
    let size = 64 << 10
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 8)
    defer { buffer.deallocate() }
    let descriptor = directory.descriptor
    while true {
      let count = try systemCall(.list, directory.path) {
        cairn_getdents(descriptor, buffer.baseAddress, size)
      }
      if count == 0 { return }
      append(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }

  package var indices: Range<Int> { types.indices }

  var count: Int { types.count }

  package subscript(index: Int) -> ArraySlice<UInt8> { names[index] }

  /// `indices` in the order of the bytes of their names.
  func sorted(_ indices: [Int]) -> [Int] {
    names.bytes.withUnsafeBytes { bytes in
      indices.sorted { left, right in
        byteOrder(
          UnsafeRawBufferPointer(rebasing: bytes[names.range(left)]),
          UnsafeRawBufferPointer(rebasing: bytes[names.range(right)])) < 0
      }
    }
  }

  /// Takes over `struct linux_dirent64` records: inode (8 bytes), offset (8), length (2), type (1),
  /// name, zero.
  private mutating func append(_ records: UnsafeRawBufferPointer) {
    var position = 0
    while position < records.count {
      let length = Int(records.loadUnaligned(fromByteOffset: position + 16, as: UInt16.self))
      let type = records[position + 18]
      let tail = UnsafeRawBufferPointer(rebasing: records[(position + 19)..<(position + length)])
      let name = UnsafeRawBufferPointer(rebasing: tail.prefix { $0 != 0 })
      if !Self.isDots(name) {
        names.append(name)
        types.append(type)
      }
      position += length
    }
  }

  private static func isDots(_ name: UnsafeRawBufferPointer) -> Bool {
    name.count <= 2 && name.allSatisfy { $0 == UInt8(ascii: ".") }
  }
}

/// Opens a directory below an open one, whose name must not be a symbolic link.
func openDirectory(
  _ name: ArraySlice<UInt8>, in directory: CInt, path: FilePath
) throws(FileError) -> OpenFile {
  let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
  let descriptor = try systemCall(.list, path) {
    name.withCString { openat(directory, $0, flags) }
  }
  return OpenFile(descriptor: descriptor, path: path)
}
