package import SystemPackage

/// What configuration depends on outside its files.
package struct ConfigSurroundings: Sendable {
  /// The project's top directory; nil outside a project.
  package let root: FilePath?
  /// What relative paths on the command line are relative to.
  package let currentDirectory: FilePath
  package let environment: [String: String]
  /// What `~` stands for.
  package let home: FilePath?
  /// The home directory of a user, for `~user`.
  package let homeOfUser: @Sendable (String) -> FilePath?

  package init(
    root: FilePath?, currentDirectory: FilePath, environment: [String: String],
    home: FilePath?, homeOfUser: @escaping @Sendable (String) -> FilePath? = { _ in nil }
  ) {
    self.root = root
    self.currentDirectory = currentDirectory
    self.environment = environment
    self.home = home
    self.homeOfUser = homeOfUser
  }
}

extension ConfigSurroundings {
  /// DVC's files on Linux (dvc-format §1.5), unread.
  package var dvcFiles: [ConfigFile] {
    var files = [ConfigFile(level: .system, path: systemDirectory.appending("config"))]
    if let directory = globalDirectory {
      files.append(ConfigFile(level: .global, path: directory.appending("config")))
    }
    guard let root else { return files }
    let directory = root.appending(".dvc")
    files.append(ConfigFile(level: .project, path: directory.appending("config")))
    files.append(ConfigFile(level: .local, path: directory.appending("config.local")))
    return files
  }

  /// Our own files, unread.
  package var cairnFiles: [ConfigFile] {
    var files: [ConfigFile] = []
    if let directory = userDirectory {
      files.append(ConfigFile(level: .global, path: directory.appending("cairn/config")))
    }
    guard let root else { return files }
    let directory = root.appending(".dvc").appending("cairn")
    files.append(ConfigFile(level: .project, path: directory.appending("config")))
    files.append(ConfigFile(level: .local, path: directory.appending("config.local")))
    return files
  }

  private var systemDirectory: FilePath {
    if let directory = variable("DVC_SYSTEM_CONFIG_DIR") { return absolute(directory) }
    let first = variable("XDG_CONFIG_DIRS")?.split(separator: ":").first.map(String.init)
    return FilePath(first ?? "/etc/xdg").appending("dvc")
  }

  private var globalDirectory: FilePath? {
    if let directory = variable("DVC_GLOBAL_CONFIG_DIR") { return absolute(directory) }
    return userDirectory?.appending("dvc")
  }

  private var userDirectory: FilePath? {
    variable("XDG_CONFIG_HOME").map(absolute) ?? home?.appending(".config")
  }

  private func absolute(_ path: String) -> FilePath {
    currentDirectory.pushing(FilePath(path))
  }

  /// A variable that is set to something.
  func variable(_ name: String) -> String? {
    environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}
