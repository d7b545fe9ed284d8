import Basics

/// How far a phase has come. A pure value: times are passed in.
struct ProgressTally: Sendable, Equatable {
  let phase: ProgressEvent.Phase
  let totalFiles: Int?
  let totalBytes: Int64?
  private(set) var files = 0
  private(set) var bytes: Int64 = 0
  /// Where it stood at moments of the last seconds, oldest first.
  private var samples: [Sample]

  private struct Sample: Equatable {
    var time: Duration
    var files: Int
    var bytes: Int64
  }

  /// What the rate is measured over.
  private static let window = Duration.seconds(5)

  init(_ phase: ProgressEvent.Phase, files: Int?, bytes: Int64?, at now: Duration) {
    self.phase = phase
    totalFiles = files
    totalBytes = bytes
    samples = [Sample(time: now, files: 0, bytes: 0)]
  }

  mutating func advance(files: Int, bytes: Int64, at now: Duration) {
    self.files += files
    self.bytes += bytes
    if let last = samples.last, now - last.time < .milliseconds(500) { return }
    samples.append(Sample(time: now, files: self.files, bytes: self.bytes))
    while samples.count > 2, now - samples[1].time > Self.window { samples.removeFirst() }
  }

  /// Bytes per second of late; nil before there is anything to measure.
  func bytesPerSecond(at now: Duration) -> Double? {
    rate(at: now) { Double(self.bytes - $0.bytes) }
  }

  private func filesPerSecond(at now: Duration) -> Double? {
    rate(at: now) { Double(self.files - $0.files) }
  }

  private func rate(at now: Duration, _ done: (Sample) -> Double) -> Double? {
    guard let first = samples.first else { return nil }
    let seconds = (now - first.time) / .seconds(1)
    return seconds >= 0.5 ? done(first) / seconds : nil
  }

  /// Seconds that are left, by bytes where their total is known, else by files.
  func secondsLeft(at now: Duration) -> Int? {
    if let totalBytes, totalBytes > 0 {
      return seconds(for: Double(totalBytes - bytes), at: bytesPerSecond(at: now))
    }
    guard let totalFiles else { return nil }
    return seconds(for: Double(totalFiles - files), at: filesPerSecond(at: now))
  }

  private func seconds(for left: Double, at rate: Double?) -> Int? {
    guard let rate, rate > 0, left >= 0, left / rate < 1e6 else { return nil }
    return Int((left / rate).rounded(.up))
  }
}
