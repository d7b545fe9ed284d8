import FileAccess

extension DirectoryStore {
  /// Syncs the file system that holds the remote, once for all uploads.
  func synchronize() throws(TransportError) {
    if parents.hasMadeAny { try synchronizeAnyway() }
  }

  /// The same, also for what others uploaded.
  func synchronizeAnyway() throws(TransportError) {
    do { try syncFileSystem(holding: root) } catch { throw TransportError(error, key: nil) }
  }
}
