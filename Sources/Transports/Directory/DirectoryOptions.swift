/// How a directory remote is kept.
package struct DirectoryOptions: Sendable {
  /// The most objects on one page of a listing. A page reads its directories anew, so large ones are
  /// cheaper.
  package var pageSize: Int
  /// `shared = group`: directories of objects are 02775.
  package var isShared: Bool
  /// Whether uploads are synced in the end, so that the disk may begin with large ones while they arrive.
  package var isSynced: Bool

  package init(pageSize: Int = 10_000, isShared: Bool = false, isSynced: Bool = true) {
    self.pageSize = pageSize
    self.isShared = isShared
    self.isSynced = isSynced
  }
}
