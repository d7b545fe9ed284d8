/// One page of a listing.
package struct ListPage: Sendable, Equatable {
  /// In the order of their keys' bytes, which goes on from page to page.
  package var objects: [RemoteObject]
  /// Asks for what follows; nil on the last page. A page that is not the last may be empty.
  package var next: ListToken?

  package init(objects: [RemoteObject], next: ListToken?) {
    self.objects = objects
    self.next = next
  }
}

/// Where the next page begins. Means something only to the transport that gave it, with the same prefix.
package struct ListToken: Hashable, Sendable {
  package let bytes: [UInt8]

  package init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  package init(_ text: String) {
    self.init(bytes: Array(text.utf8))
  }
}

/// What a listing must say besides the keys.
package enum ListDetail: Sendable {
  /// Keys only, as cheaply as the remote can.
  case keys
  /// Sizes as well, and times and entity tags where the remote has them, at any cost.
  case sizes
}
