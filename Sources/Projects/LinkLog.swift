import Basics
import Synchronization

/// The outputs that a command put into the workspace so far, recorded together when it is done: one
/// that dies before leaves them in the workspace as if they were the user's own.
final class LinkLog: Sendable {
  private let records = Mutex<[RelativePath: LinkRecord]>([:])

  func note(_ record: LinkRecord, of path: RelativePath) {
    records.withLock { $0[path] = record }
  }

  /// What was noted since the last call.
  func take() -> [RelativePath: LinkRecord] {
    records.withLock { records in
      defer { records = [:] }
      return records
    }
  }
}
