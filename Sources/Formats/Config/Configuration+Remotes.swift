import SystemPackage

extension Configuration {
  /// The names of all remotes, in the order of their definition.
  package var remoteNames: [String] { self["remote"]?.map?.keys ?? [] }

  /// The settings of the remote `name`, in any case; or else of the default remote.
  package func remote(named name: String? = nil) throws(ConfigError) -> RemoteSettings {
    guard let name = name ?? defaultRemoteName else {
      let root = surroundings.root?.string ?? ""
      throw .invalid(
        "no remote specified in \(root). Create a default remote with\n"
          + "    dvc remote add -d <remote name> <remote url>")
    }
    let lower = name.lowercased()
    let parts = try parts(of: lower, within: [])
    try ConfigSchema.dvc.validate(remote: .map(parts.options), at: [])
    guard case .known(let kind) = RemoteScheme(ofURL: parts.options["url"]?.string ?? "") else {
      throw .invalid("remote '\(lower)' doesn't exist")
    }
    return RemoteSettings(
      name: lower, kind: kind, location: parts.location, options: parts.options,
      paths: parts.paths)
  }

  private struct RemoteParts {
    var options: Value.Mapping
    var location: RemoteSettings.Location
    var paths: [String: FilePath]
  }

  /// A remote's own settings over those of the remote that its URL names.
  private func parts(of name: String, within: [String]) throws(ConfigError) -> RemoteParts {
    guard let own = self["remote", name]?.map, let url = own["url"]?.string else {
      throw .invalid("remote '\(name)' doesn't exist")
    }
    if within.contains(name) { throw .invalid("remote '\(name)' refers to itself") }
    let paths = ownPaths(of: name, own)
    guard case .known(.remote) = RemoteScheme(ofURL: url) else {
      let location = paths["url"].map(RemoteSettings.Location.directory) ?? .url(url)
      return RemoteParts(options: own, location: location, paths: paths)
    }
    let (parent, path) = Self.reference(url)
    var parts = try parts(of: parent.lowercased(), within: within + [name])
    parts.location = parts.location.appending(path)
    parts.options.merge(own)
    parts.options["url"] = .string(parts.location.text)
    parts.paths.merge(paths) { _, own in own }
    return parts
  }

  private func ownPaths(of name: String, _ options: Value.Mapping) -> [String: FilePath] {
    var paths: [String: FilePath] = [:]
    for option in options.keys { paths[option] = path(["remote", name, option]) }
    return paths
  }

  /// Splits `remote://name/path` into the name and `/path`.
  private static func reference(_ url: String) -> (name: String, path: String) {
    let rest = url.utf8.dropFirst("remote://".utf8.count)
    let name = rest.prefix { !"/?#".utf8.contains($0) }
    let path = rest.dropFirst(name.count).prefix { !"?#".utf8.contains($0) }
    return (String(decoding: name, as: UTF8.self), String(decoding: path, as: UTF8.self))
  }
}

extension RemoteSettings.Location {
  fileprivate var text: String {
    switch self {
    case .directory(let path): path.string
    case .url(let text): text
    }
  }

  fileprivate func appending(_ path: String) -> RemoteSettings.Location {
    switch self {
    case .directory(let directory):
      .directory(directory.appending(String(path.drop { $0 == "/" })))
    case .url(let text): .url(text + path)
    }
  }
}
