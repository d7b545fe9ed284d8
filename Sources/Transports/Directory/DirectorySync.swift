import FileAccess

extension DirectoryStore {
  /// Syncs the file system that holds the remote, once for all uploads.
  func synchronize() throws(TransportError) {
    guard parents.hasMadeAny else { return }
    do { try syncFileSystem(holding: root) } catch { throw TransportError(error, key: nil) }
  }
}
