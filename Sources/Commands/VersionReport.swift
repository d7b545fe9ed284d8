import SystemPackage

/// What `version` tells of the program, the machine and the project.
struct VersionReport: Sendable, Equatable {
  struct Project: Sendable, Equatable {
    /// nil before there is a cache.
    var cache: Cache?
    /// Names of kinds, in the order of the configuration.
    var remotes: [String]
    /// `ext4 on /dev/vda`
    var workspace: String
    /// `dvc, git`
    var repository: String
    /// Where the program keeps what it can make anew.
    var privateDirectory: FilePath
  }

  struct Cache: Sendable, Equatable {
    /// The links that work between the cache and the workspace.
    var linkTypes: [String]
    /// `ext4 on /dev/vda`
    var place: String
  }

  var platform: String
  /// Kinds of remotes that can be used.
  var remoteKinds: [String]
  var globalDirectory: FilePath?
  var systemDirectory: FilePath?
  var project: Project?

  /// The lines of `dvc version`.
  var lines: [String] {
    let title = "DVC version: \(Version.formats) (cairn \(Version.program))"
    var lines = [title, String(repeating: "-", count: title.count)]
    lines += ["Platform: Swift on \(platform)", "Subprojects:", "\tcairn = \(Version.program)"]
    lines += ["Supports:", remoteKinds.map { "\t\($0)" }.joined(separator: ",\n"), "Config:"]
    lines += ["\tGlobal: \(globalDirectory?.string ?? "None")"]
    lines += ["\tSystem: \(systemDirectory?.string ?? "None")"]
    return lines + (project?.lines ?? [])
  }
}

extension VersionReport.Project {
  fileprivate var lines: [String] {
    let remoteText = remotes.isEmpty ? "None" : remotes.joined(separator: ", ")
    return cacheLines + [
      "Caches: local", "Remotes: \(remoteText)", "Workspace directory: \(workspace)",
      "Repo: \(repository)", "Repo.site_cache_dir: \(privateDirectory)",
    ]
  }

  private var cacheLines: [String] {
    guard let cache else { return ["Cache types: <https://error.dvc.org/no-dvc-cache>"] }
    let types = cache.linkTypes.joined(separator: ", ")
    return ["Cache types: \(types)", "Cache directory: \(cache.place)"]
  }
}
