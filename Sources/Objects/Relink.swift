import Basics
import FileAccess
import Formats
import Hashing
import Synchronization
package import SystemPackage

extension ObjectLinker {
  /// Makes every file of an output that was just stored a link of a configured type, where it is none.
  ///
  /// - Parameters:
  ///   - temporaries: where what is not finished lies.
  ///   - prepare: is called before a file is replaced for the first time.
  /// - Returns: the files that were replaced or got another mode.
  /// - Throws: `NoLinkTypeError` when none of the configured types works.
  package func relink(
    _ state: WorkspaceState, at root: FilePath, temporaries: FilePath? = nil,
    prepare: () throws -> Void = {}
  ) throws -> [Int] {
    let placement = LinkPlacement.replacing(temporaries: temporaries)
    if state.kind == .file {
      return try relinkFile(state, at: root, placement, prepare) ? [0] : []
    }
    let unlinked = try unlinkedFiles(of: state, at: root)
    if unlinked.isEmpty { return [] }
    try prepare()
    try inParallelBatches(of: unlinked.count, batch: 64, width: 2) { range in
      for index in unlinked[range] {
        let path = root.appending(pathBytes: state.listing.paths[index])
        try checkInterruption()
        try place(state.digests[index], at: path, placement: placement)
      }
    }
    return unlinked
  }

  /// The files that no configured type of link explains.
  private func unlinkedFiles(of state: WorkspaceState, at root: FilePath) throws -> [Int] {
    let found = Mutex<[Int]>([])
    try inParallelBatches(of: state.digests.count, batch: 1024, width: 2) { range in
      try checkInterruption()
      let unlinked = try range.filter { index in
        try !isPlainCopy(state.listing, index)
          && !isLinked(
            state.listing, index, at: root.appending(pathBytes: state.listing.paths[index]),
            to: state.digests[index])
      }
      found.withLock { $0 += unlinked }
    }
    return found.withLock { $0.sorted() }
  }

  /// DVC makes a single file anew each time. Of a copy that replaces a copy only the mode shows.
  private func relinkFile(
    _ state: WorkspaceState, at path: FilePath, _ placement: LinkPlacement,
    _ prepare: () throws -> Void
  ) throws -> Bool {
    guard let status = state.listing.statuses.first, let digest = state.digests.first else {
      return false
    }
    let isPlain = status.linkCount == 1 && state.listing.isSymlink == [false]
    if isPlain && makesCopies {
      let mode = copyMode | (state.isExecutable ? 0o100 : 0)
      if status.permissions == mode { return false }
      try setMode(mode, of: path)
      return true
    }
    let isLinked = try isLinked(state.listing, 0, at: path, to: digest, byFirst: 1)
    if isPlain || !isLinked {
      try prepare()
      try place(digest, at: path, placement: placement)
    }
    if state.isExecutable { try addOwnerExecute(path) }
    return true
  }
}
