package import SystemPackage

/// The configuration file of one level.
package struct ConfigFile: Sendable, Equatable {
  package let level: ConfigLevel
  /// Absolute.
  package let path: FilePath
  /// Nil when there is no such file.
  package var contents: [UInt8]?

  package init(level: ConfigLevel, path: FilePath, contents: [UInt8]? = nil) {
    self.level = level
    self.path = path
    self.contents = contents
  }

  /// What relative paths in the file are relative to.
  package var directory: FilePath { path.removingLastComponent() }
}
