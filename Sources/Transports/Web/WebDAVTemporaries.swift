import Basics
import FileAccess
import Synchronization

/// Where uploads to a WebDAV server lie until they are whole: in a collection of this run's own.
final class WebDAVTemporaries: Sendable {
  /// Seconds after which a run's collection is taken for one of a run that was killed.
  static let staleAge: Int64 = 7 * 24 * 60 * 60

  let directory = ObjectKey.temporaryDirectory.appending(uniqueToken())
  private let hasBegun = Mutex(false)

  var isUsed: Bool { hasBegun.withLock { $0 } }

  /// Notes that there is a first temporary; false when it is not the first.
  func noteUse() -> Bool {
    hasBegun.withLock { hasBegun in
      defer { hasBegun = true }
      return !hasBegun
    }
  }

  func path() -> RelativePath { directory.appending("\(uniqueToken()).tmp") }
}

extension WebDAVServer {
  /// Removes what killed runs left behind, by the server's clock.
  func sweep() async {
    let url = client.url(below: ObjectKey.temporaryDirectory, isDirectory: true)
    // What cannot be seen cannot be removed; nor may others' collections be ours to remove.
    guard let found = try? await listing(of: url, members: true, .sizes),
      let now = found.head["date"].flatMap({ ServerTime.seconds(ofHeader: $0) })
    else { return }
    for entry in found.listing.members where entry.isCollection {
      guard let modified = entry.modified, now - modified > WebDAVTemporaries.staleAge else {
        continue
      }
      await remove(ObjectKey.temporaryDirectory.appending(entry.name[...]))
    }
  }

  /// Removes this run's collection of temporaries, if there is one.
  func tidy() async {
    if temporaries.isUsed { await remove(temporaries.directory) }
  }

  private func remove(_ directory: RelativePath) async {
    // One that stays is swept away later.
    _ = try? await client.send(
      WebRequest(.delete, client.url(below: directory, isDirectory: true)))
  }
}
