import Basics
package import Formats

/// The differences between two moments as `data status` words them: states in DVC's order, each with its
/// paths. A directory's path ends in a slash.
package struct DataChangeList: Sendable, Equatable {
  package enum Name: Sendable, Equatable {
    case path(String)
    case renamed(old: String, new: String)

    /// `a`, or `a -> b`.
    package var shown: String {
      switch self {
      case .path(let path): path
      case .renamed(let old, let new): "\(old) -> \(new)"
      }
    }
  }

  package private(set) var groups: [(state: String, names: [Name])] = []

  package init() {}

  package static func == (left: DataChangeList, right: DataChangeList) -> Bool {
    left.groups.elementsEqual(right.groups) { $0 == $1 }
  }

  package var isEmpty: Bool { groups.isEmpty }

  init(_ comparison: DataComparison, from old: DataIndex, to new: DataIndex) {
    func shown(_ place: DataIndex.Place, _ index: DataIndex) -> String {
      index.key(of: place).shown
    }
    append("modified", comparison.modified.map { .path(shown($0.new, new)) })
    append("unknown", Self.withDirectories(comparison.unknown, new).map { .path($0) })
    let added = ("added", comparison.added.map { Name.path(shown($0, new)) })
    let renamed = (
      "renamed",
      comparison.renamed.map { Name.renamed(old: shown($0.old, old), new: shown($0.new, new)) }
    )
    for (state, names) in comparison.renamesComeFirst ? [renamed, added] : [added, renamed] {
      append(state, names)
    }
    append(
      "deleted",
      comparison.deleted.map {
        .path(shown($0.place, old) + ($0.becameDirectory && !old.isDirectory($0.place) ? "/" : ""))
      })
  }

  private mutating func append(_ state: String, _ names: [Name]) {
    if !names.isEmpty { groups.append((state, names)) }
  }

  /// Files, and before them the directories inside an output that they are in.
  private static func withDirectories(
    _ places: [DataIndex.Place], _ index: DataIndex
  ) -> [String] {
    var shown: [String] = []
    var last = RelativePath.root
    for place in places {
      let path = index.path(of: place)
      var new: [RelativePath] = []
      var directory = path.parent
      let output = index.entry(of: place).path
      while directory != output, !directory.isRoot, !last.isInside(directory) {
        new.append(directory)
        directory = directory.parent
      }
      shown += new.reversed().map { $0.string + "/" } + [index.key(of: place).shown]
      last = path
    }
    return shown
  }

  /// DVC's JSON.
  package var value: Value {
    var document = Value.Mapping()
    for (state, names) in groups { document[state] = .array(names.map(\.value)) }
    return .map(document)
  }
}

extension DataChangeList.Name {
  fileprivate var value: Value {
    switch self {
    case .path(let path): .string(path)
    case .renamed(let old, let new): ["old": .string(old), "new": .string(new)]
    }
  }
}
