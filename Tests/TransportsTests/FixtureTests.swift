import Testing
import Transports

/// What cannot be checked through a transport alone.
struct FixtureTests {
  @Test(arguments: TransportKind.all)
  func typesRefusals(_ kind: TransportKind) async throws {
    let fixture = try await kind.make()
    let here = try #require(ObjectKey(fixture.prefix + "a/here"))
    let new = try #require(ObjectKey(fixture.prefix + "b/new"))
    try await fixture.transport.upload(.bytes([1, 2, 3]), to: here, verifying: nil)
    guard let transport = try await fixture.readOnly() else { return }
    for key in [here, new] {
      let error = await #expect(throws: TransportError.self) {
        try await transport.upload(.bytes([4]), to: key, verifying: nil)
      }
      #expect(error?.kind == .denied)
      #expect(error?.key == key)
    }
    let refused = await transport.delete([here])
    let expected = transport.traits.canList ? TransportError.Kind.denied : .unsupported
    #expect(refused.mapValues(\.kind) == [here: expected])
    #expect(try await transport.stat(here)?.size == 3)
    #expect(try await fixture.strays() == [])
  }

  @Test(arguments: TransportKind.all)
  func tellsAnAbsentRemoteFromAnEmptyOne(_ kind: TransportKind) async throws {
    let fixture = try await kind.make()
    guard let transport = try await fixture.absent() else { return }
    let key = try #require(ObjectKey("files/a"))
    await expect(.noRoot) { () async throws(TransportError) in _ = try await transport.stat(key) }
    await expect(.noRoot) { () async throws(TransportError) in
      _ = try await transport.list(prefix: "")
    }
    await expect(.noRoot) { () async throws(TransportError) in
      _ = try await transport.download(key) { _ in }
    }
    #expect(await transport.delete([key]).mapValues(\.kind) == [key: .noRoot])
    try await transport.upload(.bytes([1]), to: key, verifying: nil)
    #expect(try await transport.stat(key)?.size == 1)
    #expect(try await transport.list(prefix: "").objects.map(\.key) == [key])
  }

  @Test(arguments: TransportKind.all)
  func synchronizesAndCloses(_ kind: TransportKind) async throws {
    let fixture = try await kind.make()
    try await fixture.transport.synchronize()
    let key = try #require(ObjectKey(fixture.prefix + "a"))
    try await fixture.transport.upload(.bytes([1]), to: key, verifying: nil)
    try await fixture.transport.synchronize()
    await fixture.transport.close()
    #expect(try await fixture.strays() == [])
  }
}

/// Expects `body` to fail with an error of `kind`.
func expect(
  _ kind: TransportError.Kind, sourceLocation: SourceLocation = #_sourceLocation,
  _ body: () async throws(TransportError) -> Void
) async {
  do throws(TransportError) {
    try await body()
    Issue.record("did not fail", sourceLocation: sourceLocation)
  } catch {
    #expect(error.kind == kind, sourceLocation: sourceLocation)
  }
}
