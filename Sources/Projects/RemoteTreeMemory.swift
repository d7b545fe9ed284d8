import Basics
import Formats
import FileAccess
import Glibc
import Hashing
import Objects
import SystemPackage

/// Which trees were seen whole on a remote, and when: `.dvc/tmp/cairn/remotes/<digest of its place>`.
///
/// One line each: the ID, a space, seconds since 1970. It spares asking about every file of a tree
/// within a day; a lost or unreadable memory costs asking.
struct RemoteTreeMemory {
  private static let lifetime: Int64 = 24 * 60 * 60

  private let file: FilePath
  private let now: Int64

  init(_ project: Project, _ remote: RemoteSettings) {
    let place = [remote.url, remote.text("endpointurl")].compactMap { $0 }.joined(separator: "\n")
    let name = Digest(of: place.utf8).hex
    file = project.privateDirectory.appending("remotes").appending(name)
    now = Int64(time(nil))
  }

  /// The trees that were seen within a day.
  func recent() throws -> [ObjectID: RememberedTree] {
    try all().filter { (now - Self.lifetime...now).contains($0.value.seen) }
  }

  /// Notes trees that are whole now, and forgets those that turned out not to be.
  func remember(_ whole: [ObjectID], forgetting broken: [ObjectID]) throws {
    var known = try recent()
    for id in broken { known[id] = nil }
    for id in whole { known[id] = RememberedTree(id: id, seen: now) }
    let lines = known.values.sorted { $0.id < $1.id }.map { "\($0.id) \($0.seen)\n" }
    try makeDirectories(file.removingLastComponent())
    try writeAtomically(Array(lines.joined().utf8), to: file)
  }

  /// Forgets those of `trees` that turned out not to be whole: the remote lacks some of `absent`. One that is
  /// not in `cache` cannot be told.
  func forget(
    _ trees: some Sequence<ObjectID>, lacking absent: Set<ObjectID>, _ cache: LocalCache
  ) throws {
    if absent.isEmpty { return }
    let known = try recent()
    let broken = try trees.filter { id in
      guard known[id] != nil else { return false }
      guard !absent.contains(id), let content = try cache.tree(id) else { return true }
      return content.digests.contains { absent.contains(ObjectID($0)) }
    }
    if !broken.isEmpty { try remember([], forgetting: broken) }
  }

  func forgetAll() throws {
    try removeFile(file)
  }

  private func all() throws -> [ObjectID: RememberedTree] {
    let text = String(decoding: try readFileIfExists(file) ?? [], as: UTF8.self)
    var known: [ObjectID: RememberedTree] = [:]
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: " ")
      guard parts.count == 2, let id = ObjectID(String(parts[0])), let seen = Int64(parts[1]) else {
        continue
      }
      known[id] = RememberedTree(id: id, seen: seen)
    }
    return known
  }
}
