/// Finds out how many calls of a remote are worth having on their way at a time.
///
/// Begins with a few, and doubles them as long as that gets notably more done in the same time. An answer
/// that there are too many, or a call that broke off, halves them; from then on they grow slowly. Where more
/// do not help it tries again after a while, for what is transferred changes, and so do networks.
struct CallPace: Sendable {
  /// The calls that may be on their way now; at least one.
  private(set) var limit: Int
  /// What `limit` may become.
  var most: Int
  private var round: Round
  /// The limit before it was raised for a trial.
  private var limitBefore: Int
  /// What was done in a second before the trial; nil when there is none.
  private var rateBefore: Double?
  /// Rounds before the next trial.
  private var rest = 0
  private var lastCut: Duration?

  private struct Round {
    var start: Duration
    var calls = 0
    var work = 0.0
    /// Whether as many calls as allowed were on their way all the time.
    var isFull = true
  }

  private static let first = 16
  private static let restingRounds = 8
  private static let shortestRound = Duration.milliseconds(50)
  /// The part of the calls that were added which has to show in what gets done.
  private static let worthwhile = 0.2

  init(most: Int, at now: Duration) {
    self.most = max(1, most)
    limit = min(Self.first, self.most)
    limitBefore = limit
    round = Round(start: now)
  }

  /// Takes a call that ended well.
  ///
  /// - Parameters:
  ///   - work: what it did, in calls that move little.
  ///   - isFull: whether others wait for it to end.
  mutating func ended(at now: Duration, work: Double, isFull: Bool) {
    round.calls += 1
    round.work += work
    round.isFull = round.isFull && isFull
    let time = now - round.start
    guard round.calls >= 2 * limit, time >= Self.shortestRound else { return }
    if round.isFull { judge(round.work / (time / .seconds(1))) }
    round = Round(start: now)
  }

  /// Takes a call that the remote found to be too much, or that broke off.
  ///
  /// - Parameter start: calls that began before the last cut tell nothing new.
  mutating func failed(startedAt start: Duration, at now: Duration) {
    if let lastCut, start < lastCut { return }
    lastCut = now
    limit = max(1, limit / 2)
    rateBefore = nil
    rest = Self.restingRounds
    round = Round(start: now)
  }

  /// - Parameter rate: work in a second.
  private mutating func judge(_ rate: Double) {
    if rest > 0 {
      rest -= 1
    } else if let before = rateBefore {
      let growth = Double(limit) / Double(limitBefore) - 1
      if rate < before * (1 + growth * Self.worthwhile) { return giveUp() }
      raise(from: rate)
    } else {
      raise(from: rate)
    }
  }

  private mutating func raise(from rate: Double) {
    limitBefore = limit
    rateBefore = rate
    limit = min(most, lastCut == nil ? 2 * limit : limit + max(1, limit / 8))
    if limit == limitBefore { giveUp() }
  }

  private mutating func giveUp() {
    limit = limitBefore
    rateBefore = nil
    rest = Self.restingRounds
  }
}
