import Formats
import Hashing
import Objects

/// Which objects stages use, by the remote that should hold them.
struct UsedObjects {
  /// The objects of outputs that name a remote of their own.
  struct OfRemote {
    var remote: RemoteSettings
    var sets = AlgorithmSets()
  }

  /// The sets of both hash algorithms.
  struct AlgorithmSets {
    var current = ObjectSet()
    var legacy = ObjectSet()

    subscript(algorithm: HashAlgorithm) -> ObjectSet {
      get { algorithm == .md5 ? current : legacy }
      set { if algorithm == .md5 { current = newValue } else { legacy = newValue } }
      _modify {
        if algorithm == .md5 { yield &current } else { yield &legacy }
      }
    }
  }

  private(set) var byDefault = AlgorithmSets()
  private(set) var byRemote: [OfRemote] = []
  /// Tree objects that had to be fetched to be read.
  var fetchedTrees: Set<ObjectID> = []

  /// - Parameter remote: nil for the default one.
  mutating func insert(
    _ id: ObjectID, _ algorithm: HashAlgorithm, remote: RemoteSettings?
  ) -> Bool {
    change(remote) { $0[algorithm].insert(id) }
  }

  mutating func insert(
    files digests: [Digest], _ algorithm: HashAlgorithm, remote: RemoteSettings?
  ) {
    change(remote) { $0[algorithm].insert(files: digests) }
  }

  /// Gives what has no remote of its own to `remote`.
  mutating func assignDefault(to remote: RemoteSettings) {
    let sets = byDefault
    byDefault = AlgorithmSets()
    change(remote) {
      $0.current.formUnion(sets.current)
      $0.legacy.formUnion(sets.legacy)
    }
  }

  /// All objects of one algorithm.
  func all(_ algorithm: HashAlgorithm) -> ObjectSet {
    var all = byDefault[algorithm]
    for part in byRemote { all.formUnion(part.sets[algorithm]) }
    return all
  }

  /// Remotes are told apart by where they are: two names may mean the same.
  private mutating func change<Result>(
    _ remote: RemoteSettings?, _ body: (inout AlgorithmSets) -> Result
  ) -> Result {
    guard let remote else { return body(&byDefault) }
    if let index = byRemote.firstIndex(where: { $0.remote.location == remote.location }) {
      return body(&byRemote[index].sets)
    }
    byRemote.append(OfRemote(remote: remote))
    return body(&byRemote[byRemote.count - 1].sets)
  }
}
