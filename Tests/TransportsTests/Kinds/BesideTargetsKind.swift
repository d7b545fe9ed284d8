import SystemPackage
import TestSupport
import Transports

extension TransportKind {
  /// A directory below which `.cairn` cannot be made, so that temporaries lie beside their targets.
  static let directoryBesideTargets = TransportKind(testDescription: "directory, beside targets") {
    try BesideTargetsFixture()
  }
}

private struct BesideTargetsFixture: TransportFixture {
  let directory: DirectoryFixture

  init() throws {
    directory = try DirectoryFixture()
    try directory.scratch.write("in the way", to: "remote/.cairn")
  }

  var transport: any Transport { directory.transport }
  /// The file that is in the way lies outside.
  var prefix: String { "files/" }

  func strays() throws -> [String] { try directory.strays() }

  func readOnly() throws -> (any Transport)? { try directory.readOnly() }
}
