/// The most of something at a time in the last span, or in the last two.
struct RecentPeak {
  private let span: Duration
  private var start = ContinuousClock.now
  private var before = 0
  private var current = 0

  init(span: Duration) {
    self.span = span
  }

  var value: Int { max(before, current) }

  mutating func note(_ count: Int, at now: ContinuousClock.Instant = .now) {
    let age = now - start
    if age >= span {
      before = age < span * 2 ? current : 0
      (start, current) = (now, 0)
    }
    current = max(current, count)
  }
}
