/// What is made at its first use, once per test run: a server, say.
package actor SharedValue<Value: Sendable> {
  private let make: @Sendable () async throws -> Value
  private var task: Task<Value, any Error>?

  package init(_ make: @escaping @Sendable () async throws -> Value) {
    self.make = make
  }

  package func value() async throws -> Value {
    let task = task ?? Task { try await make() }
    self.task = task
    return try await task.value
  }
}
