import Basics
package import FileAccess
package import Formats
package import SystemPackage

extension ObjectLinker {
  /// Makes every file of an output that was just stored a link of the configured type.
  ///
  /// What already is one stays untouched: with `copy`, that is every ordinary file.
  ///
  /// - Parameters:
  ///   - temporaries: where what is not finished lies.
  ///   - linksAgain: replaces also those.
  ///   - prepare: is called before a file is replaced for the first time.
  /// - Returns: whether anything was replaced.
  package func relink(
    _ listing: DirectoryListing, _ tree: TreeObject, below root: FilePath,
    temporaries: FilePath? = nil, isExecutable: Bool = false, linksAgain: Bool = false,
    prepare: () throws -> Void = {}
  ) throws -> Bool {
    let copies = preferredType == .copy || preferredType == .reflink
    var isChanged = false
    for index in 0..<tree.count {
      let status = listing.statuses[index]
      if !linksAgain, copies, !listing.isSymlink[index], status.linkCount == 1 { continue }
      let path = root.appending(pathBytes: tree.paths[index])
      if try !linksAgain && isLinked(path, to: tree.digests[index]) { continue }
      if !isChanged { try prepare() }
      try place(
        tree.digests[index], at: path, isExecutable: isExecutable,
        placement: .replacing(temporaries: temporaries))
      isChanged = true
    }
    return isChanged
  }
}
