package import Basics

/// A file or directory of a Git tree.
package struct GitTreeEntry: Sendable, Equatable {
  package enum Kind: Sendable {
    case file
    case executable
    case symlink
    case directory
    case submodule
  }

  /// Where it is in the tree it was asked of.
  package let path: RelativePath
  package let kind: Kind
  package let id: GitObjectID

  package var isFile: Bool { kind == .file || kind == .executable }

  /// The same entry seen from the tree that `directory` lies in.
  func below(_ directory: RelativePath) -> GitTreeEntry {
    GitTreeEntry(path: directory.appending(path), kind: kind, id: id)
  }
}

extension GitTreeEntry {
  /// Reads a tree object: `<octal mode> <name>\0<id>`, over and over; nil when it is cut short.
  ///
  /// - Parameter idLength: how many bytes an object's name has.
  static func parse(_ bytes: [UInt8], idLength: Int) -> [GitTreeEntry]? {
    var entries: [GitTreeEntry] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      guard let space = rest.firstIndex(of: UInt8(ascii: " ")),
        let end = rest[space...].firstIndex(of: 0), rest.endIndex - end > idLength
      else { return nil }
      let next = end + 1 + idLength
      entries.append(
        GitTreeEntry(
          path: RelativePath(bytes: Array(rest[(space + 1)..<end])), kind: kind(rest[..<space]),
          id: GitObjectID(bytes: rest[(end + 1)..<next])))
      rest = rest[next...]
    }
    return entries
  }

  private static func kind(_ mode: ArraySlice<UInt8>) -> Kind {
    switch mode.first(where: { $0 != UInt8(ascii: "0") }) {
    case UInt8(ascii: "4"): .directory
    case _ where mode.starts(with: "12".utf8): .symlink
    case _ where mode.starts(with: "16".utf8): .submodule
    default: mode.suffix(3).elementsEqual("755".utf8) ? .executable : .file
    }
  }
}
