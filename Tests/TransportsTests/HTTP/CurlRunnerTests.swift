import Glibc
import Synchronization
import TestSupport
import Testing

@testable import Transports

struct CurlRunnerTests {
  private let width = 150

  @Test func keepsTheConnectionsThatWereNeededOnce() throws {
    #expect(try connections(rounds: 4, remembering: .seconds(3600)) <= width)
  }

  @Test func closesThoseThatWereNotNeededLately() throws {
    #expect(try connections(rounds: 4, remembering: .zero) > width)
  }

  /// How many connections it takes to send `width` requests at a time, some times.
  ///
  /// A burst of answers sets more of them free than the next requests take at once. The last answer
  /// of a round comes when all others were taken.
  private func connections(rounds: Int, remembering span: Duration) throws -> Int {
    let almostDone = Atomic<Int>(0)
    let server = try ScriptedServer { [width] _, number in
      usleep(100_000)
      while number % width == 0, almostDone.load(ordering: .relaxed) < number / width {
        usleep(1000)
      }
      return .init("200 OK", "bytes")
    }
    try CurlLibrary.open()
    let runner = CurlRunner(try CurlMulti(), remembering: span)
    let loop = try CurlLoop.shared.get()
    let request = HTTPRequest(method: .get, url: server.endpoint)
    for round in 1...rounds {
      let transfers = (0..<width).map { _ in CurlTransfer(request, HTTPOptions(), on: loop) }
      for transfer in transfers { runner.obey(.start(transfer)) }
      while runner.count > 0 {
        runner.turn()
        if runner.count == 1 { almostDone.store(round, ordering: .relaxed) }
      }
      for transfer in transfers { #expect(transfer.head.status == 200) }
    }
    #expect(server.requests.count == rounds * width)
    return server.connections
  }
}
