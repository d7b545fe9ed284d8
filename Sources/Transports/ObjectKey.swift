package import Basics

/// Where an object lies in a remote: a path below the remote's root, never the root itself.
///
/// Bytes, as in the file system; parts are separated by `/`. Two keys are equal when their bytes are.
package struct ObjectKey: Hashable, Sendable {
  package let path: RelativePath

  /// The directory below a remote's root in which transports keep what is not finished. No object
  /// lies there, and no listing shows it.
  package static let temporaryDirectory = RelativePath(".cairn/tmp")

  /// Nil when `bytes` have an empty, `.` or `..` part or a NUL, or lie in `temporaryDirectory`.
  package init?(bytes: some Collection<UInt8>) {
    let bytes = Array(bytes)
    let parts = bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.allSatisfy(Self.isName), !bytes.contains(0) else { return nil }
    self.init(RelativePath(bytes: bytes))
    guard !path.isInside(Self.temporaryDirectory) else { return nil }
  }

  /// The same for the UTF-8 of `text`.
  package init?(_ text: String) {
    self.init(bytes: text.utf8)
  }

  /// Takes a path that is known to be good, such as that of a DVC object; it must not be the root.
  package init(_ path: RelativePath) {
    precondition(!path.isRoot, "the root of a remote is no object")
    self.path = path
  }

  package var bytes: [UInt8] { path.bytes }

  /// The key as text; bytes that are not UTF-8 show as U+FFFD.
  package var string: String { path.string }

  private static func isName(_ part: ArraySlice<UInt8>) -> Bool {
    !part.isEmpty && !part.elementsEqual(".".utf8) && !part.elementsEqual("..".utf8)
  }
}

extension ObjectKey: Comparable {
  package static func < (left: ObjectKey, right: ObjectKey) -> Bool { left.path < right.path }
}

extension ObjectKey: CustomStringConvertible {
  package var description: String { string }
}
