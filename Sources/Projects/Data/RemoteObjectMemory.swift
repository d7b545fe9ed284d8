import Basics
import FileAccess
import Formats
import Hashing
import SystemPackage

/// Which objects `data status --not-in-remote` saw on a remote when it last looked:
/// `.dvc/tmp/cairn/remotes/<digest of the URL>.<algorithm>`, one ID on each line.
struct RemoteObjectMemory {
  private let file: FilePath

  init(_ project: Project, _ remote: RemoteSettings, _ algorithm: HashAlgorithm) {
    let name = "\(Digest(of: remote.url.utf8).hex).\(algorithm.rawValue)"
    file = project.privateDirectory.appending("remotes").appending(name)
  }

  func seen() throws -> Set<ObjectID> {
    let bytes = try readFileIfExists(file) ?? []
    return Set(
      bytes.split(separator: UInt8(ascii: "\n"))
        .compactMap { ObjectID(String(decoding: $0, as: UTF8.self)) })
  }

  /// Takes over what a look at `asked` objects saw.
  func note(_ present: Set<ObjectID>, outOf asked: [ObjectID]) throws {
    let known = try seen()
    let now = known.subtracting(asked).union(present)
    if now == known { return }
    try makeDirectories(file.removingLastComponent())
    try writeAtomically(Array(now.sorted().map { "\($0)\n" }.joined().utf8), to: file)
  }
}
