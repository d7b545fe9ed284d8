import TestSupport
import Transports

extension TransportKind {
  /// Every third call fails for a passing reason, half-way where that can be, and is tried again.
  static let retryingAfterFaults = TransportKind(testDescription: "retrying after faults") {
    try RetryingFixture()
  }
}

private struct RetryingFixture: TransportFixture {
  let directory: DirectoryFixture
  let transport: any Transport

  init() throws {
    directory = try DirectoryFixture()
    let faulty = FaultyTransport(directory.transport) { _, number in
      number % 3 == 0 ? Fault(.interrupted, number % 2 == 0 ? .midway(100) : .before) : nil
    }
    // A call may get every third number as often as others take those between.
    transport = RetryingTransport(faulty, policy: RetryPolicy(attempts: .max, wait: { _ in }))
  }

  func strays() throws -> [String] { try directory.strays() }

  func readOnly() throws -> (any Transport)? { try directory.readOnly() }
}
