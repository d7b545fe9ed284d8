import Basics

extension TransportError {
  /// What it means that a server answered `request` with this status, in the words of DVC.
  init(_ head: HTTPHead, _ request: WebRequest, key: ObjectKey? = nil) {
    let detail = "\(head.status), message='\(head.reason)', url='\(request.url.text)'"
    self.init(
      Kind(status: head.status), key: key, detail: detail,
      cause: CairnError(detail, hints: Self.hints(head, request)),
      retryAfter: head.retryAfter.map { .seconds($0) })
  }

  private static func hints(_ head: HTTPHead, _ request: WebRequest) -> [String] {
    let said = "The server answered \(request.method.rawValue) so."
    switch (head.status, request.method) {
    case (401, _):
      return [said, "Name and password, or a token, are options of the remote: dvc remote modify."]
    case (407, _): return [CairnError.proxyHint]
    case (405, .put), (501, .put), (405, .post), (501, .post):
      return [
        said, "If it takes uploads another way, set the remote's option `method` to PUT or POST.",
      ]
    case (405, .propfind), (501, .propfind):
      return [said, "It may be no server of WebDAV; that has the URL http:// or https://."]
    case (300..<400, _):
      return [said, "Set the remote's option `url` to where it sends us."]
    default: return [said]
    }
  }
}

extension HTTPHead {
  /// Seconds to wait, as the server asks, in either of the two forms of RFC 9110 §10.2.3.
  fileprivate var retryAfter: Int64? {
    guard let text = self["retry-after"] else { return nil }
    if let seconds = Int64(text) { return seconds }
    return ServerTime.seconds(ofHeader: text).map { max(0, $0 - ServerTime.now()) }
  }

  /// Whether nothing is there that could be an object.
  func saysNothing(at url: WebURL) -> Bool {
    status == 404 || status == 410 || leadsToDirectory(from: url)
  }
}
