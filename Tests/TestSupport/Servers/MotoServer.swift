import FileAccess
import SystemPackage

/// moto, which plays all of AWS in memory. It believes every key, unless it is told to look at them.
package enum MotoServer {
  package static let plain = SharedValue { try await start() }

  /// One of its own, for who changes what it believes.
  package static func start() async throws -> S3TestServer {
    let directory = FilePath("/tmp/cairn-test-" + uniqueToken())
    try makeDirectories(directory)
    let port = freePorts(1)[0]
    let process = try ServerProcess(
      [InstalledServer.moto.program(), "-H", "127.0.0.1", "-p", "\(port)"], in: directory)
    try await process.ready(at: port)
    let server = S3TestServer(
      endpoint: "http://127.0.0.1:\(port)", authority: nil, hasReader: false,
      unfitNames: ["tab\tand\nnewline"], process: process)
    try await server.makeBucket()
    return server
  }

  /// From now on a server lets in only whom it knows, and lets them do what their policies allow.
  package static func lock(_ server: S3TestServer) async throws {
    let script = """
      import sys
      from urllib.request import Request, urlopen
      urlopen(Request(sys.argv[1] + "/moto-api/reset-auth", b"0", {"Content-Type": "text/plain"}))
      """
    let result = try await run(script, [server.endpoint])
    guard result.status == 0 else { throw ServerFailure("moto", log: result.err) }
  }

  /// Runs a script of Python that may use boto3, which moto brings along.
  package static func run(_ script: String, _ arguments: [String]) async throws -> ProcessResult {
    let python = FilePath(try InstalledServer.moto.program()).removingLastComponent()
      .appending("python")
    return try await runProcess([python.string, "-c", script] + arguments, cwd: "/")
  }
}
