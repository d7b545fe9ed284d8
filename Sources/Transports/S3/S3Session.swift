import Basics
import Synchronization
import SystemPackage

/// What a transport finds out while it works, shared by its calls.
final class S3Session: Sendable {
  /// What a request is made with at one moment.
  struct View: Sendable {
    var settings: S3Settings
    /// How far the server's clock is ahead of ours, in seconds.
    var skew: Int64
  }

  private struct State {
    var view: View?
    var deletesSingly = false
    var hasSeenBucket = false
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
    now: @escaping @Sendable () -> Int64 = S3Time.now
  ) {
    self.options = options
    self.environment = environment
    self.directory = directory
    self.now = now
  }

  /// The settings, which are read when they are first needed.
  func view() throws(CairnError) -> View {
    try state.withLock { (state) throws(CairnError) in
      if let view = state.view { return view }
      let settings = try S3Settings(options, environment: environment, directory: directory)
      let view = View(settings: settings, skew: 0)
      state.view = view
      return view
    }
  }

  /// The time by the server's clock.
  func time(_ view: View) -> Int64 { now() + view.skew }

  /// Whether the server does not take several keys in one request.
  var deletesSingly: Bool {
    get { state.withLock { $0.deletesSingly } }
    set { state.withLock { $0.deletesSingly = newValue } }
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
