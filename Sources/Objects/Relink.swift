import Basics
import FileAccess
import Formats
import Hashing
package import SystemPackage

extension ObjectLinker {
  /// Makes every file of an output that was just stored a link of a configured type, where it is none.
  ///
  /// - Parameters:
  ///   - temporaries: where what is not finished lies.
  ///   - prepare: is called before a file is replaced for the first time.
  /// - Returns: whether anything changed on disk.
  /// - Throws: `NoLinkTypeError` when none of the configured types works.
  package func relink(
    _ state: WorkspaceState, at root: FilePath, temporaries: FilePath? = nil,
    prepare: () throws -> Void = {}
  ) throws -> Bool {
    let placement = LinkPlacement.replacing(temporaries: temporaries)
    if state.kind == .file { return try relinkFile(state, at: root, placement, prepare) }
    var isChanged = false
    for index in state.digests.indices {
      let path = root.appending(pathBytes: state.listing.paths[index])
      if try isLinked(state.listing, index, at: path, to: state.digests[index]) { continue }
      if !isChanged { try prepare() }
      try place(state.digests[index], at: path, placement: placement)
      isChanged = true
    }
    return isChanged
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
