import Basics
import FileAccess
import Formats
import Hashing
import Objects

extension ContentInfo {
  /// This, with what a remote's versions are known by, as far as the content is still that of `previous`.
  func keepingVersions(of previous: ContentInfo?, _ state: WorkspaceState) -> ContentInfo {
    guard let previous, previous.isVersioned else { return self }
    if let files = previous.files, state.kind == .directory {
      var content = self
      content.files = Self.files(of: state, keeping: files)
      return content
    }
    return previous.hash == hash ? previous : self
  }

  private static func files(of state: WorkspaceState, keeping known: [Value]) -> [Value] {
    var byPath: [[UInt8]: Value.Mapping] = [:]
    for file in known.compactMap(\.map) {
      byPath[Array((file["relpath"]?.string ?? "").utf8)] = file
    }
    return state.digests.enumerated().map { index, digest in
      let path = Array(state.listing.paths[index])
      let file = Value.Mapping([
        "relpath": .string(String(decoding: path, as: UTF8.self)), "md5": .string(digest.hex),
      ])
      let old = byPath[path]
      let isSame = old?["md5"] == file["md5"]
      return .map(adding(isSame ? old : nil, state.listing.statuses[index], to: file))
    }
  }

  private static func adding(
    _ known: Value.Mapping?, _ status: FileStatus, to file: Value.Mapping
  ) -> Value.Mapping {
    var file = file
    guard let known else {
      file["size"] = .integer(Int(status.size))
      if status.mode & 0o111 != 0 { file["isexec"] = true }
      return file
    }
    for name in ["size", "isexec", "version_id", "etag", "checksum", "cloud"] {
      file[name] = known[name]
    }
    return file
  }
}
