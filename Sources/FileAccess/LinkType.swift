/// How a file of the workspace gets the bytes of an object, as `cache.type` names it.
package enum LinkType: String, Sendable, CaseIterable {
  /// A copy that shares its blocks with the object until one of them is written.
  case reflink
  /// The same file under a second name, with the mode of the object.
  case hardlink
  /// An absolute symbolic link to the object.
  case symlink
  case copy

  /// Whether what it makes can be written without changing the object.
  package var isPrivateCopy: Bool { self == .reflink || self == .copy }
}
