import Basics
import FileAccess
import Synchronization

/// Where uploads to a server lie until they are whole: in one of the sixteen directories that the
/// directory remote uses as well.
final class SFTPTemporaries: Sendable {
  private struct State {
    var isBesideTargets = false
    var hasCreatedAny = false
  }

  private static let slotCount = 16

  /// Seconds after which nobody writes to a temporary any more.
  static let staleAge: UInt32 = 24 * 60 * 60

  private let slot = ObjectKey.temporaryDirectory.appending(
    String(Int.random(in: 0..<slotCount), radix: slotCount))
  private let state = Mutex(State())

  /// The directories that this run makes, each after the one that it lies in.
  var directories: [RelativePath] { [slot.parent.parent, slot.parent, slot] }

  /// All directories that may hold what killed runs left behind.
  static var all: [RelativePath] {
    (0..<slotCount).map { ObjectKey.temporaryDirectory.appending(String($0, radix: slotCount)) }
  }

  var hasCreatedAny: Bool { state.withLock { $0.hasCreatedAny } }

  /// Notes that there is a first temporary; false when it is not the first.
  func noteCreation() -> Bool {
    state.withLock { state in
      defer { state.hasCreatedAny = true }
      return !state.hasCreatedAny
    }
  }

  var isBesideTargets: Bool { state.withLock { $0.isBesideTargets } }

  /// From now on, temporaries go beside their targets, which may be on other file systems.
  func stayBesideTargets() {
    state.withLock { $0.isBesideTargets = true }
  }

  /// A path for what will be at `key`.
  func path(for key: ObjectKey, besideTarget: Bool) -> RelativePath {
    (besideTarget ? key.path.parent : slot).appending(".\(uniqueToken()).tmp")
  }
}

extension SFTPServer {
  /// Removes what killed runs left behind.
  ///
  /// - Parameter now: by the server's clock, in seconds since 1970.
  func sweep(at now: UInt32, _ session: SFTPSession) async {
    for slot in SFTPTemporaries.all {
      // Others' files may not be ours to see.
      let names = (try? await names(in: slot, session)) ?? []
      for entry in names where entry.attributes.kind == .file {
        guard let modified = entry.attributes.modified, now > modified,
          now - modified > SFTPTemporaries.staleAge
        else { continue }
        // Nor may they be ours to remove.
        try? await session.send(.remove(path(slot.appending(entry.name[...])))).done()
      }
    }
  }
}
