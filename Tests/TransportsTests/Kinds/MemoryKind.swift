import Transports

extension TransportKind {
  static let memory = TransportKind(testDescription: "memory") { MemoryFixture() }
}

private struct MemoryFixture: TransportFixture {
  let memory = MemoryTransport(pageSize: 100)

  var transport: any Transport { memory }

  func readOnly() -> (any Transport)? {
    memory.isReadOnly = true
    return memory
  }

  func absent() -> (any Transport)? { MemoryTransport(hasRoot: false) }
}
