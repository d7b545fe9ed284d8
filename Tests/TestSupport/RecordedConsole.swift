import Synchronization
package import Terminal

/// A console whose output a test can read, with what was written to each stream.
package final class RecordedConsole: Sendable {
  private struct Recording {
    var out: [[UInt8]] = []
    var err: [[UInt8]] = []
    var answers: [String] = []
  }

  private let recording = Mutex(Recording())

  package init() {}

  /// One entry a write.
  package var outputWrites: [String] { recording.withLock { $0.out.map(text) } }
  package var errorWrites: [String] { recording.withLock { $0.err.map(text) } }
  package var out: String { outputWrites.joined() }
  package var err: String { errorWrites.joined() }

  /// - Parameters:
  ///   - answers: what the user types, a line each; then the input ends.
  ///   - writes: takes the place of standard output's writing, to fail.
  package func console(
    isTerminal: Bool = false, columns: Int? = nil, environment: [String: String] = [:],
    volume: Console.Volume = .normal, event: (@Sendable (Remark) -> String)? = nil,
    answers: [String] = [],
    writes: (@Sendable ([UInt8]) throws -> Void)? = nil
  ) -> Console {
    recording.withLock { $0.answers = answers }
    let out = ConsoleStream(isTerminal: isTerminal, columns: columns) { [self] bytes in
      try writes?(bytes)
      recording.withLock { $0.out.append(bytes) }
    }
    let err = ConsoleStream(isTerminal: isTerminal, columns: columns) { [self] bytes in
      recording.withLock { $0.err.append(bytes) }
    }
    return Console(output: out, errors: err, environment: environment, volume: volume, event: event)
    { [self] in
      recording.withLock { $0.answers.isEmpty ? nil : $0.answers.removeFirst() }
    }
  }
}

private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
