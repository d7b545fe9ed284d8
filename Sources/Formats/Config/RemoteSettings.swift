package import SystemPackage

/// The settings of one remote, with those it inherits.
package struct RemoteSettings: Sendable {
  /// Where a remote is.
  package enum Location: Sendable, Equatable {
    /// A directory of this machine; absolute.
    case directory(FilePath)
    case url(String)
  }

  package let name: String
  package let kind: RemoteKind
  package let location: Location
  let options: Value.Mapping
  /// The options that hold paths.
  let paths: [String: FilePath]

  /// The URL, or the absolute path of a directory.
  package var url: String {
    switch location {
    case .directory(let path): path.string
    case .url(let text): text
    }
  }

  package var jobs: Int? { integer("jobs") }
  package var checksumJobs: Int? { integer("checksum_jobs") }
  /// Whether what is downloaded is hashed before it is trusted.
  package var verifies: Bool { flag("verify") ?? (kind == .gdrive || kind == .oss) }
  package var isVersionAware: Bool { flag("version_aware") ?? isWorktree }
  package var isWorktree: Bool { flag("worktree") ?? false }

  /// The text of an option; nil when it is not set.
  package func text(_ option: String) -> String? { options[option]?.string }

  package func flag(_ option: String) -> Bool? { options[option]?.configBoolean }

  package func integer(_ option: String) -> Int? { text(option).flatMap(pythonInteger) }

  package func number(_ option: String) -> Double? { text(option).flatMap(pythonFloat) }

  /// The items of an option that is a list.
  package func list(_ option: String) -> [String]? { options[option]?.configList }

  /// The absolute path that an option holds; nil when it is not set.
  package func path(_ option: String) -> FilePath? { paths[option] }

  /// The names of the options that are set.
  package var optionNames: [String] { options.keys }
}
