import Synchronization
import Testing

@testable import Transports

struct MemoryBudgetTests {
  @Test func letsInWhatFitsAndThenOneByOne() async throws {
    let budget = MemoryBudget(bytes: 100, part: 8)
    var first: RequestBody? = try await budget.body(60)
    let order = Mutex<[Int64]>([])
    try await withThrowingTaskGroup(of: Void.self) { group in
      for size: Int64 in [50, 200, 10] {
        let body = Task { try await budget.body(size) }
        // Each has taken its place before the next comes.
        while budget.waiting < order.withLock({ $0.count + 1 }) { await Task.yield() }
        order.withLock { $0.append(size) }
        group.addTask {
          let count = try await body.value.count
          #expect(count == Int(size))
        }
      }
      #expect(first?.count == 60)
      first = nil
      try await group.waitForAll()
    }
    #expect(budget.waiting == 0)
    #expect(try await budget.body(100).count == 100)
  }

  @Test func forgetsWhoGivesUp() async throws {
    let budget = MemoryBudget(bytes: 10, part: 8)
    let all = try await budget.body(10)
    let task = Task { try await budget.body(1) }
    while budget.waiting == 0 { await Task.yield() }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(budget.waiting == 0)
    withExtendedLifetime(all) {}
    let cancelled = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await budget.body(1)
    }
    _ = await cancelled.result
    #expect(budget.waiting == 0)
  }
}
