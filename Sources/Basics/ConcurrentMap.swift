/// Applies `transform` to every element with at most `width` running at a time.
///
/// Never throws: each result says how its own element fared, in the order of `elements`. A cancelled
/// task's remaining elements get `CancellationError`.
package func concurrentMap<Element: Sendable, Output: Sendable>(
  _ elements: [Element], width: Int,
  _ transform: @escaping @Sendable (Element) async throws -> Output
) async -> [Result<Output, any Error>] {
  await withTaskGroup(of: (Int, Result<Output, any Error>).self) { group in
    var results = [Result<Output, any Error>?](repeating: nil, count: elements.count)
    var next = 0
    func start() {
      guard next < elements.count else { return }
      let index = next
      let element = elements[index]
      next += 1
      group.addTask {
        do {
          try Task.checkCancellation()
          return (index, .success(try await transform(element)))
        } catch {
          return (index, .failure(error))
        }
      }
    }
    for _ in 0..<max(1, width) { start() }
    while let (index, result) = await group.next() {
      results[index] = result
      start()
    }
    return results.map { $0 ?? .failure(CancellationError()) }
  }
}
