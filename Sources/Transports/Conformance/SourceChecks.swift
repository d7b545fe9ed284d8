import FileAccess
import Hashing
import SystemPackage

extension ConformanceCheck {
  static var sourceChecks: [ConformanceCheck] {
    [
      ConformanceCheck("refuses a source that is not there", run: refusesMissingSource),
      ConformanceCheck("refuses a source of another size", run: refusesOtherSize),
      ConformanceCheck("notices a source that is cut short meanwhile", run: noticesTruncation),
      ConformanceCheck("notices a source that is written to meanwhile", run: noticesChange),
    ]
  }

  private static func refusesMissingSource(_ site: ConformanceSite) async throws {
    try await requireSourceFailure(.file(site.scratch.appending("none")), site)
    try await requireSourceFailure(.file(site.scratch), site)
  }

  private static func refusesOtherSize(_ site: ConformanceSite) async throws {
    let file = try site.file("source", [1, 2, 3])
    for size: Int64 in [0, 2, 4, 1 << 40] {
      try await requireSourceFailure(.file(file, size: size), site)
    }
  }

  private static func noticesTruncation(_ site: ConformanceSite) async throws {
    let bytes = sampleBytes(site.largeSize)
    let file = try site.file("source", bytes)
    let counter = ByteCounter { overwrite(file, with: [], truncating: true) }
    try await requireSourceFailure(.file(file, size: Int64(bytes.count)), site, counter)
  }

  /// The last byte changes after the first ones were read, with and without a promise of the digest.
  private static func noticesChange(_ site: ConformanceSite) async throws {
    let bytes = sampleBytes(site.largeSize)
    for check in [ContentCheck(.md5, Digest(of: bytes)), nil] {
      let file = try site.file("source", bytes)
      let counter = ByteCounter {
        overwrite(file, at: Int64(bytes.count - 1), with: [~bytes[bytes.count - 1]])
      }
      try await requireSourceFailure(.file(file), site, counter, verifying: check)
    }
  }

  private static func requireSourceFailure(
    _ source: UploadSource, _ site: ConformanceSite, _ counter: ByteCounter = ByteCounter(),
    verifying check: ContentCheck? = nil
  ) async throws {
    let key = try site.key("object")
    try await requireFailure(.source, doing: "uploading a bad source") {
      () async throws(TransportError) in
      try await site.transport.upload(source, to: key, verifying: check, progress: counter)
    }
    try await site.requireNothing(at: "object")
  }
}

/// Changes a file in place. What goes wrong shows as a check that fails.
private func overwrite(
  _ path: FilePath, at offset: Int64 = 0, with bytes: [UInt8], truncating: Bool = false
) {
  do {
    let file = try OpenFile(path, flags: FileDescriptor.AccessMode.readWrite.rawValue)
    if truncating { try file.truncate(to: 0) }
    try file.seek(to: offset)
    try file.write(bytes)
  } catch {}
}
