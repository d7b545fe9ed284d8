import Synchronization

/// Lets calls run as their pace allows. Who comes first goes first.
final class CallLimit: Sendable {
  /// What a call does, in calls that move little.
  final class Work: Sendable {
    private let amount = Mutex(1.0)

    var total: Double { amount.withLock { $0 } }

    func add(_ more: Double) { amount.withLock { $0 += more } }
  }

  private let pace: Mutex<CallPace>
  private let budget: AsyncBudget
  private let start = ContinuousClock.now
  private let most: @Sendable () -> Int

  /// - Parameter most: the calls that may be made at a time, as far as it is known.
  init(most: @escaping @Sendable () -> Int) {
    self.most = most
    let pace = CallPace(most: most(), at: .zero)
    self.pace = Mutex(pace)
    budget = AsyncBudget(Int64(pace.limit))
  }

  /// Makes a call when it is its turn.
  func call<Value: Sendable>(
    _ key: ObjectKey?, _ body: (Work) async throws(TransportError) -> Value
  ) async throws(TransportError) -> Value {
    do { try await budget.take(1) } catch { throw .cancelled(key) }
    defer { budget.give(1) }
    let (work, begun) = (Work(), now)
    do throws(TransportError) {
      let value = try await body(work)
      change { $0.ended(at: now, work: work.total, isFull: budget.waiting > 0) }
      return value
    } catch {
      if error.isTransient { change { $0.failed(startedAt: begun, at: now) } }
      throw error
    }
  }

  private var now: Duration { ContinuousClock.now - start }

  private func change(_ body: (inout CallPace) -> Void) {
    let more = pace.withLock { pace in
      let before = pace.limit
      pace.most = most()
      body(&pace)
      return pace.limit - before
    }
    if more != 0 { budget.give(Int64(more)) }
  }
}
