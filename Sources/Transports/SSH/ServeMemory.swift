import FileAccess
import Glibc
import Hashing
import SystemPackage

/// That a host has no `cairn serve`, for a day: `.dvc/tmp/cairn/serve/<digest of user@host:port>`, whose
/// time of change counts. Lost, it costs a look.
struct ServeMemory: Sendable {
  private static let lifetime: Int64 = 24 * 60 * 60

  private let file: FilePath?

  /// - Parameter directory: `.dvc/tmp/cairn`; nil remembers nothing.
  init(_ directory: FilePath?, place: String) {
    file = directory?.appending("serve").appending(Digest(of: place.utf8).hex)
  }

  var saysAbsent: Bool {
    guard let file, let status = try? FileStatus(at: file) else { return false }
    let now = Int64(time(nil))
    return (now - Self.lifetime...now).contains(status.modified / 1_000_000_000)
  }

  func noteAbsence() {
    guard let file else { return }
    do {
      try makeDirectories(file.removingLastComponent())
      try writeAtomically([], to: file)
    } catch {}  // what is not remembered is looked for again
  }
}
