import Basics
import Synchronization
import TestSupport
import Testing

@testable import Terminal

@Suite struct ProgressTallyTests {
  @Test func tellsFilesBytesRateAndTimeLeft() {
    var tally = ProgressTally(.pushing, files: 50_000, bytes: 3_400_000_000, at: .zero)
    tally.advance(files: 1234, bytes: 850_000_000, at: .seconds(10))
    #expect(
      tally.line(at: .seconds(10), width: 80)
        == "Pushing  1,234/50,000 files  850 MB/3.4 GB  85 MB/s  0:30 left")
    #expect(
      tally.sentence(at: .seconds(10))
        == "Pushing: 1,234 of 50,000 files, 850 MB of 3.4 GB, 85 MB/s, 0:30 left")
  }

  @Test func dropsWhatDoesNotFit() {
    var tally = ProgressTally(.pushing, files: 50_000, bytes: 3_400_000_000, at: .zero)
    tally.advance(files: 1234, bytes: 850_000_000, at: .seconds(10))
    #expect(tally.line(at: .seconds(10), width: 40) == "Pushing  1,234/50,000 files  85 MB/s")
    #expect(tally.line(at: .seconds(10), width: 3).isEmpty)
  }

  @Test func doesWithoutTotals() {
    var tally = ProgressTally(.collecting, files: nil, bytes: nil, at: .zero)
    #expect(tally.line(at: .zero, width: 80) == "Collecting  0 files")
    tally.advance(files: 1, bytes: 0, at: .seconds(1))
    #expect(tally.line(at: .seconds(1), width: 80) == "Collecting  1 file")
  }

  @Test func theRateIsThatOfTheLastSeconds() {
    var tally = ProgressTally(.hashing, files: nil, bytes: nil, at: .zero)
    for second in 1...10 { tally.advance(files: 1, bytes: 1_000_000, at: .seconds(second)) }
    for second in 11...20 { tally.advance(files: 1, bytes: 9_000_000, at: .seconds(second)) }
    #expect(tally.bytesPerSecond(at: .seconds(20)) == 9_000_000)
  }

  @Test func timeLeftGoesByFilesWhereBytesAreUnknown() {
    var tally = ProgressTally(.querying, files: 100, bytes: nil, at: .zero)
    tally.advance(files: 20, bytes: 0, at: .seconds(4))
    #expect(tally.secondsLeft(at: .seconds(4)) == 16)
  }

  @Test(arguments: [
    (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (1234, "1.2 kB"), (9_940, "9.9 kB"),
    (9_950, "10 kB"), (999_499, "999 kB"), (999_500, "1.0 MB"), (85_000_000, "85 MB"),
    (3_400_000_000, "3.4 GB"), (5_000_000_000_000_000_000, "5000 PB"),
  ])
  func showsSizes(bytes: Int64, expected: String) {
    #expect(sizeText(bytes) == expected)
  }

  @Test(arguments: [
    (0.004, "0.00 s"), (0.02, "0.02 s"), (0.994, "0.99 s"), (0.996, "1.0 s"), (3.44, "3.4 s"),
    (9.94, "9.9 s"), (9.96, "10 s"), (85.2, "85 s"),
  ])
  func showsHowLongSomethingTook(seconds: Double, expected: String) {
    #expect(secondsText(seconds) == expected)
  }

  @Test(arguments: [(0, "0:00"), (25, "0:25"), (3723, "1:02:03")])
  func showsTimes(seconds: Int, expected: String) {
    #expect(clockText(seconds) == expected)
  }

  @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567")])
  func groupsDigits(number: Int, expected: String) {
    #expect(grouped(number) == expected)
  }
}

@Suite struct ProgressObserverTests {
  private let recorded = RecordedConsole()
  private let clock = FakeClock()

  @Test func drawsTheStatusLineAtMostTenTimesASecond() {
    let console = recorded.console(isTerminal: true, columns: 60)
    let progress = StatusLineProgress(console: console, now: clock.now)
    progress.observe(.started(.hashing, files: 1000, bytes: nil))
    for _ in 0..<1000 {
      clock.advance(.milliseconds(1))
      progress.observe(.advanced(files: 1, bytes: 0))
    }
    progress.observe(.finished)
    #expect(recorded.errorWrites.count == 8 + 1)
    #expect(recorded.errorWrites.first == "\r\u{1B}[2KHashing  300/1,000 files")
    #expect(recorded.errorWrites.last == "\r\u{1B}[2K")
  }

  @Test func aShortPhaseShowsNothing() {
    let console = recorded.console(isTerminal: true)
    let progress = StatusLineProgress(console: console, now: clock.now)
    progress.observe(.started(.hashing, files: 1, bytes: nil))
    clock.advance(.milliseconds(200))
    progress.observe(.advanced(files: 1, bytes: 1))
    progress.observe(.finished)
    #expect(recorded.err.isEmpty)
  }

  @Test func theHeartbeatIsALineEveryTenSecondsAcrossPhases() {
    let progress = HeartbeatProgress(console: recorded.console(), now: clock.now)
    progress.observe(.started(.hashing, files: 10, bytes: nil))
    for _ in 0..<9 { advance(progress) }
    #expect(recorded.err.isEmpty)
    progress.observe(.finished)
    clock.advance(.seconds(1))
    progress.tick()
    #expect(recorded.err.isEmpty)
    progress.observe(.started(.pushing, files: 40, bytes: nil))
    for _ in 0..<10 { advance(progress) }
    #expect(
      recorded.errorWrites == ["Pushing: 1 of 40 files, 0:39 left\n"])
  }

  @Test func timePassesWithoutEvents() {
    let progress = HeartbeatProgress(console: recorded.console(), now: clock.now)
    progress.observe(.started(.fetching, files: 1, bytes: 5))
    clock.advance(.seconds(12))
    progress.tick()
    progress.tick()
    #expect(recorded.errorWrites == ["Fetching: 0 of 1 file, 0 of 5 B\n"])
  }

  @Test func quietSaysNothing() {
    #expect(progressObserver(for: recorded.console(volume: .quiet)) is NoProgress)
  }

  private func advance(_ progress: HeartbeatProgress) {
    clock.advance(.seconds(1))
    progress.observe(.advanced(files: 1, bytes: 0))
  }
}

private final class FakeClock: Sendable {
  private let time = Mutex(Duration.zero)

  var now: @Sendable () -> Duration { { [self] in time.withLock { $0 } } }

  func advance(_ duration: Duration) { time.withLock { $0 += duration } }
}
