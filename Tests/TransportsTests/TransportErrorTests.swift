import Basics
import FileAccess
import SystemPackage
import Testing

@testable import Transports

struct TransportErrorTests {
  @Test(arguments: [
    (Errno.noSpace, TransportError.Kind.full), (.diskQuotaExceeded, .full),
    (.permissionDenied, .denied), (.notPermitted, .denied), (.readOnlyFileSystem, .denied),
    (.staleNFSFileHandle, .interrupted), (.ioError, .interrupted), (.timedOut, .interrupted),
    (.socketNotConnected, .unreachable), (.hostIsDown, .unreachable),
    (.fileNameTooLong, .rejected), (.isDirectory, .rejected), (.noSuchFileOrDirectory, .notFound),
    (.tooManyOpenFiles, .failed),
  ])
  func saysWhatAFileErrorMeans(_ errno: Errno, _ kind: TransportError.Kind) {
    let error = TransportError(FileError(.write, "/store/a", errno), key: nil)
    #expect(error.kind == kind)
  }

  @Test func keepsThePythonForm() {
    let error = TransportError(FileError(.open, "/store/a", .permissionDenied), key: nil)
    #expect(error.userError.message == "[Errno 13] Permission denied: '/store/a'")
  }

  @Test(arguments: [
    (TransportError.Kind.notFound, CairnError.Kind.missingData), (.noRoot, .network),
    (.unreachable, .network), (.credentials, .credentials), (.cancelled, .interrupted),
    (.full, .general), (.mismatch, .general),
  ])
  func tellsTheUserTheKind(_ kind: TransportError.Kind, _ expected: CairnError.Kind) {
    #expect(TransportError(kind, detail: "what happened").userError.kind == expected)
  }

  @Test func retriesOnlyWhatPasses() {
    let transient = TransportError.Kind.allCases.filter {
      TransportError($0, detail: "").isTransient
    }
    #expect(transient == [.throttled, .interrupted])
  }
}
