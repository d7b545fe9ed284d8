package import SystemPackage

extension FilePath {
  /// Takes a path as the bytes the file system holds, which need not be UTF-8.
  package init(bytes: some Sequence<UInt8>) {
    self.init(platformString: bytes.map { CChar(bitPattern: $0) } + [0])
  }

  /// The path as the bytes the file system holds, without a terminating zero.
  package var bytes: [UInt8] {
    withPlatformString { text in
      Array(UnsafeRawBufferPointer(start: text, count: length))
    }
  }

  /// The path of what `path` names below this directory.
  package func appending(_ path: RelativePath) -> FilePath {
    appending(pathBytes: path.bytes[...])
  }

  /// The path of what the bytes of a relative path name below this directory.
  package func appending(pathBytes: ArraySlice<UInt8>) -> FilePath {
    if pathBytes.isEmpty { return self }
    return isEmpty
      ? FilePath(bytes: pathBytes) : FilePath(bytes: bytes + [UInt8(ascii: "/")] + pathBytes)
  }

  /// The part of this path below `root`; nil when it does not lie there. Neither is resolved.
  package func relative(to root: FilePath) -> RelativePath? {
    guard starts(with: root) else { return nil }
    let rest = bytes.dropFirst(root.length)
    return RelativePath(bytes: Array(rest.first == UInt8(ascii: "/") ? rest.dropFirst() : rest))
  }
}
