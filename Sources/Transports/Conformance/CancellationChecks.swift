extension ConformanceCheck {
  static var cancellationChecks: [ConformanceCheck] {
    [
      ConformanceCheck("does nothing for a cancelled task", run: doesNothingWhenCancelled),
      ConformanceCheck("leaves nothing of an upload that is cancelled", run: stopsUploading),
      ConformanceCheck("stops a download that is cancelled", run: stopsDownloading),
      ConformanceCheck("passes on what a receiver throws", run: passesOnSinkErrors),
    ]
  }

  private static func doesNothingWhenCancelled(_ site: ConformanceSite) async throws {
    try await site.put([1], "here")
    let transport = site.transport
    let (here, new) = (try site.key("here"), try site.key("new"))
    try await inCancelledTask {
      try await requireFailure(.cancelled, doing: "stat") { () async throws(TransportError) in
        _ = try await transport.stat(here)
      }
      try await requireFailure(.cancelled, doing: "download") { () async throws(TransportError) in
        _ = try await transport.download(here) { _ in }
      }
      try await requireFailure(.cancelled, doing: "upload") { () async throws(TransportError) in
        try await transport.upload(.bytes([1]), to: new, verifying: nil)
      }
      try await requireFailure(.cancelled, doing: "list") { () async throws(TransportError) in
        _ = try await transport.list(prefix: site.prefix)
      }
      let refused = await transport.delete([here])
      try requireEqual(refused[here]?.kind, .cancelled, "deleting")
    }
    try await site.requireNames(["here"], "names left")
  }

  private static func stopsUploading(_ site: ConformanceSite) async throws {
    let bytes = sampleBytes(site.largeSize)
    let key = try site.key("object")
    let canceller = Canceller()
    let counter = ByteCounter { canceller.cancel() }
    try await canceller.run {
      try await requireFailure(.cancelled, doing: "uploading") { () async throws(TransportError) in
        try await site.transport.upload(.bytes(bytes), to: key, verifying: nil, progress: counter)
      }
    }
    try await site.requireNothing(at: "object")
  }

  private static func stopsDownloading(_ site: ConformanceSite) async throws {
    try await site.put(sampleBytes(site.largeSize), "object")
    let key = try site.key("object")
    let canceller = Canceller()
    try await canceller.run {
      try await requireFailure(.cancelled, doing: "downloading") {
        () async throws(TransportError) in
        _ = try await site.transport.download(key) { _ in
          canceller.cancel()
        }
      }
    }
  }

  private static func passesOnSinkErrors(_ site: ConformanceSite) async throws {
    try await site.put(sampleBytes(site.largeSize), "object")
    let key = try site.key("object")
    let failure = ConformanceFailure("the receiver's own")
    let error = try await requireFailure(.sink, doing: "downloading") {
      () async throws(TransportError) in
      _ = try await site.transport.download(key) { _ in throw failure }
    }
    try require(
      error.cause is ConformanceFailure, "the cause is \(String(describing: error.cause))")
    try requireEqual(try await site.get("object").count, site.largeSize, "size afterwards")
  }

  private static func inCancelledTask(_ body: @escaping @Sendable () async throws -> Void)
    async throws
  {
    let canceller = Canceller()
    canceller.cancel()
    try await canceller.run(body)
  }
}
