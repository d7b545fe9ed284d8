import Basics

extension DirectoryStore {
  func list(
    prefix: [UInt8], after token: ListToken?, detail: ListDetail
  ) throws(TransportError) -> ListPage {
    try requireRoot()
    parents.noteRoot()
    var pager = DirectoryPager(store: self, after: token, detail: detail)
    guard let slash = prefix.lastIndex(of: UInt8(ascii: "/")) else {
      try pager.visit(.root, beginning: prefix[...])
      return pager.page
    }
    if let directory = ObjectKey(bytes: prefix[..<slash]) {
      try pager.visit(directory.path, beginning: prefix[(slash + 1)...])
    }
    return pager.page
  }
}
