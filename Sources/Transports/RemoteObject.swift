/// What a remote says about one object.
package struct RemoteObject: Hashable, Sendable {
  package var key: ObjectKey
  /// In bytes. Nil only in a listing that was not asked for sizes, or where they cost a request each.
  package var size: Int64?
  /// Nanoseconds since 1970 by the remote's clock, where it tells.
  package var modified: Int64?
  /// S3's and HTTP's entity tag without its quotes. Tells two versions of an object apart; an MD5 of
  /// its bytes only sometimes.
  package var entityTag: String?
  /// The permission bits, where objects have them. DVC trusts objects of a directory remote that are
  /// 0444 and hashes the others again.
  package var permissions: UInt32?

  package init(
    key: ObjectKey, size: Int64? = nil, modified: Int64? = nil, entityTag: String? = nil,
    permissions: UInt32? = nil
  ) {
    self.key = key
    self.size = size
    self.modified = modified
    self.entityTag = entityTag
    self.permissions = permissions
  }

  /// Whether this and `other` tell nothing that differs about the content.
  package func mayBeSameContent(as other: RemoteObject) -> Bool {
    size == other.size && modified == other.modified && entityTag == other.entityTag
  }
}
