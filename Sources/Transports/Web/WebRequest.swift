/// A request to a remote of HTTP or WebDAV, before it is known who asks.
struct WebRequest: Sendable {
  var method: HTTPRequest.Method
  var url: WebURL
  var headers: [(name: String, value: String)] = []
  /// A small body; `content` is one that is an object's.
  var body: [UInt8]?
  var content: WebContent?
  var range: Range<Int64>?

  init(
    _ method: HTTPRequest.Method, _ url: WebURL, headers: [(name: String, value: String)] = []
  ) {
    (self.method, self.url, self.headers) = (method, url, headers)
  }

  /// Whether an answer with this status is followed, by the same request to another place.
  func isFollowed(_ status: Int) -> Bool {
    switch method {
    case .get, .head, .propfind: [301, 302, 303, 307, 308].contains(status)
    case .put: [301, 302, 307, 308].contains(status)
    case .post: [307, 308].contains(status)
    case .delete, .makeCollection, .move: false
    }
  }
}

extension HTTPHead {
  /// Whether what was asked for is a directory, to which servers add a slash.
  func leadsToDirectory(from url: WebURL) -> Bool {
    guard [301, 302, 303, 307, 308].contains(status), let location = self["location"] else {
      return false
    }
    return url.following(location)?.path == url.path + "/"
  }
}
