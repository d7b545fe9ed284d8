package import Basics
package import SystemPackage

/// Which ways of linking work from one directory to another, found out by doing it.
package struct LinkProbe: Sendable, Equatable {
  /// The types that work, in the order in which they were asked for.
  package let types: [LinkType]

  /// Takes types that are known to work.
  package init(types: [LinkType]) {
    self.types = types
  }

  /// Tries each of `types` with a small file in `source` and a link beside it in `target`; both are removed.
  ///
  /// Both directories must exist and be writable.
  package init(_ types: [LinkType], from source: FilePath, to target: FilePath) throws {
    let probe = try TemporaryFile(in: source)
    try probe.file.write(Array("test".utf8))
    var working: [LinkType] = []
    for type in types {
      let name = TemporaryName(in: target)
      do {
        try FileAccess.link(probe.path, to: name.path, type: type, placement: .new)
        working.append(type)
      } catch let error as FileError where error.meansOtherLinkType {}
    }
    self.types = working
  }

  /// Links by the first type that works for this object, and returns it.
  ///
  /// An object that has as many hardlinks as it may is copied when no other type is left.
  ///
  /// - Throws: `FileError`, `InterruptionError`, or `NoLinkTypeError` when no type works.
  @discardableResult
  package func link(
    _ object: FilePath, to target: FilePath, placement: LinkPlacement = .replacing()
  ) throws -> LinkType {
    var failure: FileError?
    for type in types {
      do {
        try FileAccess.link(object, to: target, type: type, placement: placement)
        return type
      } catch let error as FileError where error.meansOtherLinkType {
        failure = error
      }
    }
    guard failure?.errno == .tooManyLinks else { throw NoLinkTypeError(cause: failure) }
    try FileAccess.link(object, to: target, type: .copy, placement: placement)
    return .copy
  }
}

extension FileError {
  /// Whether another type of link may work where this one failed.
  package var meansOtherLinkType: Bool {
    let others: [Errno] = [
      .notPermitted, .notSupported, .improperLink, .inappropriateIOCTLForDevice, .noFunction,
      .invalidArgument, .resourceTemporarilyUnavailable, .tooManyLinks,
    ]
    return others.contains(errno)
  }
}

/// None of the configured types of link works here.
package struct NoLinkTypeError: UserFacingError, Equatable {
  /// How the last one failed; nil when none was configured that works at all.
  package var cause: FileError?

  package var userError: CairnError {
    CairnError(
      "no type of link in `cache.type` works between the cache and the workspace",
      hints: ["`copy` works everywhere: cairn config cache.type copy"],
      causes: cause.map { [$0.message] } ?? [])
  }
}
