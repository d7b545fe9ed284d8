import Basics
import FileAccess

/// The account may read and not write, wherever it is.
struct ReadOnlyAccount: Error {}

// Accounts that only read, as `internal-sftp -R` makes them.
extension SFTPServer {
  /// Whether the server refuses to write without a look at where: in a directory that is not there,
  /// where others say just that.
  func writesNothing(_ session: SFTPSession) async -> Bool {
    let path = path(ObjectKey.temporaryDirectory.appending(uniqueToken()).appending("none"))
    do throws(SFTPError) {
      session.send(.close(try await session.send(.open(path, [.write, .create])).handle()))
      return false
    } catch {
      guard error.code == .permissionDenied, await isReadable(session) else { return false }
      directories.noteReadOnly()
      return true
    }
  }

  /// Whether the place of temporaries could be looked at, had it been there.
  private func isReadable(_ session: SFTPSession) async -> Bool {
    do throws(SFTPError) {
      _ = try await session.send(.attributes(path(ObjectKey.temporaryDirectory))).attributes()
      return true
    } catch {
      return error.isNotFound
    }
  }

  func readOnly(_ key: ObjectKey) -> TransportError {
    let place = TransportError.shown(path(.root))
    return TransportError(
      .denied, key: key, detail: "Permission denied: the account may only read '\(place)'",
      cause: ReadOnlyAccount())
  }
}
