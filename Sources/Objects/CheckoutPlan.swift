package import Basics
package import Formats
import Hashing

/// What has to happen for an output to become what it should be.
///
/// A pure value: indices are into the wanted tree and the current one.
package struct CheckoutPlan: Sendable, Equatable {
  package struct Replacement: Sendable, Equatable {
    package var wanted: Int
    package var current: Int

    package init(wanted: Int, current: Int) {
      self.wanted = wanted
      self.current = current
    }
  }

  /// Entries of the wanted tree that are not there.
  package var creations: [Int] = []
  /// Entries that are there with other bytes.
  package var replacements: [Replacement] = []
  /// Entries that are right already.
  package var kept: [Replacement] = []
  /// Entries of the current tree that should not be there.
  package var deletions: [Int] = []
  /// Entries of the wanted tree that are right but for the right to execute them.
  package var modes: [Int] = []
  /// Directories that the wanted tree does not have; they go when they are empty.
  package var extraDirectories: [RelativePath] = []
  /// Symbolic links that lead nowhere.
  package var brokenLinks: [RelativePath] = []

  /// Compares two trees.
  package init(current: TreeObject, wanted: TreeObject) {
    var c = 0
    var w = 0
    while c < current.count || w < wanted.count {
      if w == wanted.count {
        deletions.append(c)
        c += 1
      } else if c == current.count {
        creations.append(w)
        w += 1
      } else if current.paths[c].lexicographicallyPrecedes(wanted.paths[w]) {
        deletions.append(c)
        c += 1
      } else if wanted.paths[w].lexicographicallyPrecedes(current.paths[c]) {
        creations.append(w)
        w += 1
      } else {
        let pair = Replacement(wanted: w, current: c)
        if current.digests[c] == wanted.digests[w] {
          kept.append(pair)
        } else {
          replacements.append(pair)
        }
        c += 1
        w += 1
      }
    }
  }

  /// Whether there is nothing to do.
  package var isEmpty: Bool {
    creations.isEmpty && replacements.isEmpty && deletions.isEmpty && modes.isEmpty
      && extraDirectories.isEmpty && brokenLinks.isEmpty
  }

  /// Whether files come or go, and not just modes and empty directories change.
  package var movesFiles: Bool {
    !creations.isEmpty || !replacements.isEmpty || !deletions.isEmpty
  }

  /// The entries of the wanted tree whose objects are needed, in order.
  package var neededIndices: [Int] { (creations + replacements.map(\.wanted)).sorted() }

  /// The entries of the current tree whose bytes would be lost from the workspace.
  package var overwrittenIndices: [Int] { (deletions + replacements.map(\.current)).sorted() }
}
