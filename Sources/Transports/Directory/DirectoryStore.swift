import Basics
import FileAccess
import SystemPackage

/// The blocking half of `DirectoryTransport`.
struct DirectoryStore: Sendable {
  let root: FilePath
  let options: DirectoryOptions
  let temporaries: DirectoryTemporaries
  let parents: DirectoryParents

  init(root: FilePath, options: DirectoryOptions) {
    self.root = root
    self.options = options
    temporaries = DirectoryTemporaries(root: root, mode: options.directoryMode)
    parents = DirectoryParents(root: root)
  }

  func path(of key: ObjectKey) -> FilePath {
    path(key.path)
  }

  func path(_ relative: RelativePath) -> FilePath {
    relative.isRoot ? root : root.appending(pathBytes: relative.bytes[...])
  }

  /// Throws when the directory itself is not there: an unmounted folder is not an empty one.
  func requireRoot(_ key: ObjectKey? = nil) throws(TransportError) {
    do throws(FileError) {
      guard try FileStatus(at: root).kind == .directory else {
        throw FileError(.open, root, .notDirectory)
      }
    } catch {
      var refusal = TransportError(error, key: key)
      if refusal.kind == .notFound { refusal.kind = .noRoot }
      throw refusal
    }
  }
}

extension DirectoryOptions {
  /// The exact permission bits of the directories of objects; nil leaves them to the umask.
  var directoryMode: UInt32? { isShared ? 0o2775 : nil }
}

extension RemoteObject {
  init(_ key: ObjectKey, _ status: FileStatus) {
    self.init(
      key: key, size: status.size, modified: status.modified, permissions: status.permissions)
  }
}
