import FileAccess
package import Formats
import Objects
import Pipelines
package import SystemPackage

extension Configuration {
  /// Reads the configuration that applies in a project, or outside of one.
  package init(
    root: FilePath?, currentDirectory: FilePath, environment: [String: String]
  ) throws {
    let surroundings = ConfigSurroundings(
      root: root, currentDirectory: currentDirectory, environment: environment,
      home: environment["HOME"].map { FilePath($0) })
    try self.init(ConfigFiles(in: surroundings) { try readFileIfExists($0) })
  }

  /// The directory that holds the cache of a project.
  func cacheDirectory(root: FilePath) -> FilePath {
    cache.directory ?? root.appending(".dvc/cache")
  }

  var cacheOptions: LocalCache.Options {
    var options = LocalCache.Options()
    options.linkTypes = cache.linkTypes.compactMap(LinkType.init)
    options.isGroupShared = cache.isShared
    return options
  }

  /// How `${}` writes mappings in commands.
  var expansion: ExpansionOptions {
    ExpansionOptions(
      booleans: ExpansionOptions.BooleanStyle(rawValue: booleanArguments) ?? .storeTrue,
      lists: ExpansionOptions.ListStyle(rawValue: listArguments) ?? .together)
  }
}
