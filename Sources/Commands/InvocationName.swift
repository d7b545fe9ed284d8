/// The name the program was called by: under `dvc` it answers as DVC.
package enum InvocationName: String, Sendable {
  case cairn
  case dvc

  /// - Parameter program: `argv[0]`, whose last part decides.
  package init(program: String) {
    let name = program.utf8.split(separator: UInt8(ascii: "/")).last
    self = name.map { $0.elementsEqual("dvc".utf8) } == true ? .dvc : .cairn
  }

  /// What `--version` prints.
  package var versionLine: String {
    switch self {
    case .dvc: Version.formats
    case .cairn: "cairn \(Version.program) (DVC \(Version.formats) formats)"
    }
  }
}

/// The versions that the program tells.
package enum Version {
  package static let program = "0.1.0"
  /// The DVC whose files and command line these are.
  package static let formats = "3.67.1"
}
