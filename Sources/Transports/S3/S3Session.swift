import Basics
import Synchronization
import SystemPackage

/// What a transport finds out while it works, shared by its calls.
final class S3Session: Sendable {
  /// What a request is made with at one moment.
  struct View: Sendable {
    var settings: S3Settings
    /// Nil for requests that nobody signs.
    var signer: RequestSigner?
    /// Of keys that are fetched; nil for others.
    var lease: CredentialLease?
    /// How far the server's clock is ahead of ours, in seconds.
    var skew: Int64 = 0
  }

  private struct State {
    var view: View?
    var deletesSingly = false
    var hasSeenBucket = false
    var ignoresRanges = false
  }

  /// Clocks that differ by less are no reason for anything; AWS lets them differ by 900 s.
  private static let harmlessSkew: Int64 = 240

  let options: S3Options
  private let environment: [String: String]
  private let directory: FilePath
  private let now: @Sendable () -> Int64
  private let state = Mutex(State())

  init(
    _ options: S3Options, environment: [String: String], directory: FilePath = "",
    now: @escaping @Sendable () -> Int64 = ServerTime.now
  ) {
    self.options = options
    self.environment = environment
    self.directory = directory
    self.now = now
  }

  /// What to make the next request with; keys that have to be fetched are waited for.
  func view() async throws(CairnError) -> View {
    let view = try settled()
    guard let lease = view.lease else { return view }
    let keys = try await lease.current()
    return state.withLock { state in
      if state.view?.signer?.credentials != keys { state.view?.signer = RequestSigner(keys) }
      return state.view ?? view
    }
  }

  /// The settings, which are read when they are first needed.
  private func settled() throws(CairnError) -> View {
    try state.withLock { (state) throws(CairnError) in
      if let view = state.view { return view }
      let settings = try S3Settings(options, environment: environment, directory: directory)
      var view = View(settings: settings)
      switch settings.source {
      case nil: break
      case .keys(let keys): view.signer = RequestSigner(keys)
      case let source?:
        let services = settings.services(directory, now: now)
        view.lease = CredentialLease(now: now) { () async throws(CairnError) in
          try await source.fetch(services)
        }
      }
      state.view = view
      return view
    }
  }

  /// Gets new keys after an error that the old ones may have brought about.
  ///
  /// - Parameter view: what the request was made with.
  /// - Returns: whether there are any.
  func renewsKeys(after error: S3ServerError, with view: View) async throws(CairnError) -> Bool {
    guard error.mayTellOfExpiry, let lease = view.lease, let signer = view.signer else {
      return false
    }
    return try await lease.renew(signer.credentials)
  }

  /// The time by the server's clock.
  func time(_ view: View) -> Int64 { now() + view.skew }

  /// Whether the server does not take several keys in one request.
  var deletesSingly: Bool {
    get { state.withLock { $0.deletesSingly } }
    set { state.withLock { $0.deletesSingly = newValue } }
  }

  /// Whether the server sends all of an object to whoever wants a range.
  var ignoresRanges: Bool {
    get { state.withLock { $0.ignoresRanges } }
    set { state.withLock { $0.ignoresRanges = newValue } }
  }

  /// Whether the bucket is known to be there.
  var hasSeenBucket: Bool {
    get { state.withLock { $0.hasSeenBucket } }
    set { state.withLock { $0.hasSeenBucket = newValue } }
  }

  /// Takes the server's clock and the bucket's region from an error.
  ///
  /// - Parameter view: what the request was made with.
  /// - Returns: whether there is reason to try again at once.
  func learns(from error: S3ServerError, after view: View) throws(CairnError) -> Bool {
    try state.withLock { (state) throws(CairnError) in
      guard var current = state.view else { return false }
      let isNewer =
        current.skew != view.skew || current.settings.region != view.settings.region
      if isNewer { return true }
      if let region = error.newRegion(than: current.settings.region) {
        current.settings = try current.settings.inRegion(region)
      } else if let skew = error.skew(from: now()), abs(skew - current.skew) > Self.harmlessSkew {
        current.skew = skew
      } else {
        return false
      }
      state.view = current
      return true
    }
  }
}

extension S3ServerError {
  /// Whether the keys may have expired. The answer to HEAD has no code: there it is any 400.
  fileprivate var mayTellOfExpiry: Bool {
    ["ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"].contains(code)
      || status == 400 && code == "400" && region == nil
  }

  /// The region that a request should have been signed for.
  fileprivate func newRegion(than known: String) -> String? {
    guard [301, 307, 400, 403].contains(status), let region, region != known,
      (2...40).contains(region.utf8.count), region.utf8.allSatisfy(Self.belongsToRegion)
    else { return nil }
    return region
  }

  private static func belongsToRegion(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }

  /// How far the server's clock is ahead, when that may be the reason.
  fileprivate func skew(from now: Int64) -> Int64? {
    guard status == 403 || status == 400 || status == 401, let date else { return nil }
    return date - now
  }
}
