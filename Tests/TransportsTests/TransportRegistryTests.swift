import Basics
import SystemPackage
import TestSupport
import Testing
import Transports

struct TransportRegistryTests {
  @Test(arguments: [
    ("/store", ""), ("../store", ""), ("store", ""), ("", ""), ("a:b", ""), ("ann@host:path", ""),
    ("file:///store", ""),
    ("s3:/bucket", ""), ("s3://", ""), ("://x", ""), ("3s://x", ""),
    ("s3://bucket/path", "s3"), ("S3://bucket", "s3"), ("ssh://user@host:22/path", "ssh"),
    ("webdavs://host", "webdavs"), ("a+b.c-d://x", "a+b.c-d"),
  ])
  func readsTheSchemeAsDVCDoes(_ url: String, _ scheme: String) {
    #expect(TransportRequest(url: url).scheme == scheme)
  }

  @Test func knowsDirectories() async throws {
    let scratch = try TemporaryDirectory()
    let request = TransportRequest(url: scratch.path.string)
    let transport = try TransportRegistry.standard.transport(for: request)
    let key = try #require(ObjectKey("files/a"))
    try await transport.upload(.bytes(Array("x".utf8)), to: key, verifying: nil)
    #expect(try scratch.read("files/a") == "x")
  }

  @Test(
    arguments: TransportRegistry.schemesOfDVC.subtracting(TransportRegistry.standard.kinds).sorted()
  )
  func refusesByNameWhatIsNotBuilt(_ scheme: String) {
    let request = TransportRequest(url: "\(scheme)://user:secret@host/path")
    let error = #expect(throws: CairnError.self) {
      try TransportRegistry.standard.transport(for: request)
    }
    #expect(error?.message == "remotes of kind '\(scheme)' are not supported by Cairn yet")
    #expect(error?.hints.joined().contains("secret") == false)
  }

  @Test func refusesWhatNobodyKnows() {
    let error = #expect(throws: CairnError.self) {
      try TransportRegistry.standard.transport(for: TransportRequest(url: "foo://host/path"))
    }
    #expect(error?.message == "Unsupported URL type foo://")
  }

  @Test func takesFurtherKinds() throws {
    var registry = TransportRegistry.standard
    registry.register("s3") { _ in MemoryTransport() }
    let transport = try registry.transport(for: TransportRequest(url: "s3://bucket"))
    #expect(transport is MemoryTransport)
  }
}
