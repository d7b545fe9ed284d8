import TestSupport
import Testing
import Transports

/// Every check, for every kind of remote.
@Suite struct ConformanceTests {
  @Test(arguments: TransportKind.all, ConformanceCheck.all)
  func conforms(_ kind: TransportKind, _ check: ConformanceCheck) async throws {
    guard let defect = kind.defects[check.name] else { return try await pass(check, kind) }
    await withKnownIssue("\(defect)", isIntermittent: true) { try await pass(check, kind) }
  }

  private func pass(_ check: ConformanceCheck, _ kind: TransportKind) async throws {
    let fixture = try await kind.make()
    guard fixture.transport.traits.canList || !check.needsListing else { return }
    let scratch = try TemporaryDirectory()
    let site = ConformanceSite(
      transport: fixture.transport, prefix: fixture.prefix, scratch: scratch.path,
      largeSize: fixture.largeSize, unfitNames: fixture.unfitNames)
    try await check.run(site)
    #expect(try await fixture.strays() == [])
    await fixture.transport.close()
    withExtendedLifetime(scratch) {}
  }

  @Test func defectsAreOfChecksThatExist() {
    let names = Set(ConformanceCheck.all.map(\.name))
    for kind in TransportKind.all { #expect(names.isSuperset(of: kind.defects.keys)) }
  }
}
