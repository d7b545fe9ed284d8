import Basics
import FileAccess
import SystemPackage
import TestSupport

/// One walk below a sandbox. Paths are bytes: names need not be UTF-8.
///
/// Left out: Git's own directory, the private temporary files of both tools, and the sandbox's own.
struct TreeWalk {
  let root: FilePath
  private let hidden: Places
  private(set) var entries: [String: [TreeState.Line]] = [:]
  /// The first path seen of each file that has several names.
  private var firstNames: [UInt64: String] = [:]

  private static let leftOut: Set<String> = [
    "bin", "io", "site", "home/.cache", "home/.gitconfig",
  ]

  /// Whether the lines of `.gitignore` files are put in order.
  private let sortsIgnoreFiles: Bool

  /// What the paths of files whose modes do not matter begin with.
  private let unmoded: String?

  init(root: FilePath, hidden: Places, sortingIgnoreFiles: Bool, unmoded: String?) {
    self.root = root
    self.hidden = hidden
    self.unmoded = unmoded
    sortsIgnoreFiles = sortingIgnoreFiles
  }

  /// Records everything in the directory at `relative`, in order of name.
  mutating func visit(_ relative: [UInt8]) throws {
    let names = try namesOfDirectory(absolute(relative))
    for name in names.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      let path = relative.isEmpty ? name : relative + [UInt8(ascii: "/")] + name
      if !isLeftOut(path) { try record(path) }
    }
  }

  private func absolute(_ relative: [UInt8]) -> FilePath {
    relative.isEmpty ? root : root.appending(pathBytes: relative[...])
  }

  private func isLeftOut(_ path: [UInt8]) -> Bool {
    let isPrivate = [".git", ".dvc/tmp", ".dvc/cairn"].contains { isNamed(path, $0) }
    return isPrivate || isTemporary(path) || isQuarantined(path)
      || Self.leftOut.contains(String(decoding: path, as: UTF8.self))
  }

  /// What DVC deletes and we put aside.
  private func isQuarantined(_ path: [UInt8]) -> Bool {
    path.split(separator: UInt8(ascii: "/")).contains { $0.elementsEqual("quarantine".utf8) }
      && isBelowOurs(path)
  }

  /// What DVC leaves in a cache or remote after adding from elsewhere.
  private func isTemporary(_ path: [UInt8]) -> Bool {
    let components = path.split(separator: UInt8(ascii: "/"))
    guard components.count > 2, components[components.count - 2].elementsEqual("md5".utf8) else {
      return false
    }
    return path.suffix(4).elementsEqual(".tmp".utf8)
  }

  /// Whether it is our directory in a cache or remote, or in it: only files count there.
  private func isBelowOurs(_ path: [UInt8]) -> Bool {
    path.split(separator: UInt8(ascii: "/")).contains { $0.elementsEqual(".cairn".utf8) }
  }

  /// Whether the last components of `path` are `name`.
  private func isNamed(_ path: [UInt8], _ name: String) -> Bool {
    path.elementsEqual(name.utf8) || path.suffix(name.utf8.count + 1).elementsEqual("/\(name)".utf8)
  }

  private mutating func record(_ path: [UInt8]) throws {
    let status = try FileStatus(at: absolute(path), followingLinks: false)
    let mode = String(status.permissions, radix: 8)
    let shown = escaped(path)
    let hasMode = unmoded.map { !shown.hasPrefix($0) } ?? true
    switch status.kind {
    case .directory:
      if !isBelowOurs(path) { entries[shown] = [Array("directory \(mode)".utf8)] }
      if status.mode & 0o400 != 0 { try visit(path) }
    case .symlink:
      let target = hidden.hidden(in: Array(try readLink(absolute(path)).bytes))
      entries[shown] = [Array("link to ".utf8) + target]
    case .file where status.mode & 0o400 == 0:
      entries[shown] = [Array("file \(mode), unreadable".utf8)]
    case .file where status.size > 8 << 20:
      entries[shown] = [Array("file \(mode) \(status.size) bytes, large".utf8)]
    case .file:
      let content = describe(try content(of: path))
      let note = linkNote(status, shown)
      entries[shown] =
        [Array("file \(hasMode ? "\(mode) " : "")\(content.summary)\(note)".utf8)] + content.lines
    case .other:
      entries[shown] = [Array("special \(mode)".utf8)]
    }
  }

  private func content(of path: [UInt8]) throws -> [UInt8] {
    let bytes = hidden.hidden(in: try readFile(absolute(path)))
    guard sortsIgnoreFiles, isNamed(path, ".gitignore") else { return bytes }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return Array(
      lines.sorted { $0.lexicographicallyPrecedes($1) }.joined(separator: [UInt8(ascii: "\n")]))
  }

  private mutating func linkNote(_ status: FileStatus, _ shown: String) -> String {
    guard status.linkCount > 1 else { return "" }
    if let first = firstNames[status.inode] { return ", the same file as \(first)" }
    firstNames[status.inode] = shown
    return ", \(status.linkCount) links"
  }
}

/// The size of a file and, of a small text, its lines after a margin; of others a checksum.
private func describe(_ bytes: [UInt8]) -> (summary: String, lines: [TreeState.Line]) {
  let size = "\(bytes.count) bytes"
  guard bytes.count <= 4096, isText(bytes) else {
    return ("\(size), FNV \(String(fnv1a(bytes), radix: 16))", [])
  }
  var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  let isEnded = lines.last?.isEmpty == true
  if isEnded { lines.removeLast() }
  let note = isEnded || bytes.isEmpty ? "" : ", no newline at the end"
  return (size + note, lines.map { Array("    |".utf8) + $0 })
}

private func isText(_ bytes: [UInt8]) -> Bool {
  String(validating: bytes, as: UTF8.self) != nil
    && bytes.allSatisfy {
      $0 >= 0x20 && $0 != 0x7f || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\t")
    }
}

private func fnv1a(_ bytes: [UInt8]) -> UInt64 {
  bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}

/// The bytes of a path as text: what is not printable ASCII as `\xHH`.
func escaped(_ path: [UInt8]) -> String {
  var text = ""
  for byte in path {
    if byte >= 0x20, byte < 0x7f, byte != UInt8(ascii: "\\") {
      text.unicodeScalars.append(Unicode.Scalar(byte))
    } else {
      text += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
  }
  return text
}
