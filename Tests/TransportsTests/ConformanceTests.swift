import TestSupport
import Testing
import Transports

/// Every check, for every kind of remote.
@Suite struct ConformanceTests {
  @Test(arguments: TransportKind.all, ConformanceCheck.all)
  func conforms(_ kind: TransportKind, _ check: ConformanceCheck) async throws {
    let fixture = try await kind.make()
    let scratch = try TemporaryDirectory()
    let site = ConformanceSite(
      transport: fixture.transport, prefix: fixture.prefix, scratch: scratch.path,
      largeSize: fixture.largeSize)
    try await check.run(site)
    #expect(try await fixture.strays() == [])
    await fixture.transport.close()
    withExtendedLifetime(scratch) {}
  }
}
