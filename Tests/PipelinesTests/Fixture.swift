import FileAccess
import SystemPackage

enum Fixture {
  /// A file of `fixtures/pipelines`.
  static func bytes(_ name: String) throws -> [UInt8] {
    let root = FilePath(#filePath).removingLastComponent().removingLastComponent()
      .removingLastComponent()
    return try readFile(root.appending("fixtures/pipelines").appending(name))
  }
}
