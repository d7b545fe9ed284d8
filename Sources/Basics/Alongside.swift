import Dispatch
import Synchronization

/// Runs `side` on another thread while `body` runs on this one, and returns when both have ended.
///
/// - Returns: what came of each. Neither stops the other.
package func alongside<Side: Sendable, Result>(
  _ side: @escaping @Sendable () throws -> Side, _ body: () throws -> Result
) -> (side: Swift.Result<Side, any Error>, body: Swift.Result<Result, any Error>) {
  let outcome = Mutex<Swift.Result<Side, any Error>?>(nil)
  let group = DispatchGroup()
  DispatchQueue.global().async(group: group) {
    let result = Swift.Result { try side() }
    outcome.withLock { $0 = result }
  }
  let result = Swift.Result { try body() }
  group.wait()
  guard let sideResult = outcome.withLock({ $0 }) else {
    preconditionFailure("a group that ended before its work")
  }
  return (sideResult, result)
}
