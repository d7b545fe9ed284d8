package import SystemPackage

/// The configuration files that apply in one place, with what is needed to make sense of them.
package struct ConfigFiles: Sendable {
  /// DVC's files in the order of the levels; without a project there are no project and local ones.
  package var dvc: [ConfigFile]
  /// Our own, which DVC does not read.
  package var cairn: [ConfigFile]
  package let surroundings: ConfigSurroundings

  package init(dvc: [ConfigFile], cairn: [ConfigFile], surroundings: ConfigSurroundings) {
    self.dvc = dvc
    self.cairn = cairn
    self.surroundings = surroundings
  }

  /// Reads the files that apply in `surroundings`.
  ///
  /// - Parameter read: gives the bytes of a file, nil when there is none.
  package init<Failure: Error>(
    in surroundings: ConfigSurroundings, read: (FilePath) throws(Failure) -> [UInt8]?
  ) throws(Failure) {
    dvc = surroundings.dvcFiles
    cairn = surroundings.cairnFiles
    for index in dvc.indices { dvc[index].contents = try read(dvc[index].path) }
    for index in cairn.indices { cairn[index].contents = try read(cairn[index].path) }
    self.surroundings = surroundings
  }
}
