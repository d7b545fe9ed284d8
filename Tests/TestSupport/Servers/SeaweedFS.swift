import FileAccess
import Glibc
import SystemPackage

/// SeaweedFS, a real object store: everything S3 that Cairn needs, as strict as AWS in most of it.
package enum SeaweedFS {
  package static let plain = SharedValue { try await start(nil) }
  /// Over HTTPS, with a certificate of `TestCertificates`.
  package static let encrypted = SharedValue {
    try await start(TestCertificates.shared.value())
  }

  /// One of its own, which `crash` can kill: it begins anew at once, with the same data.
  package static func restartable() async throws -> S3TestServer {
    try await start(nil, through: ["/bin/sh", "-c", restarting, "restarting"])
  }

  /// Kills a restartable server with SIGKILL, in the middle of whatever it does.
  package static func crash(_ server: S3TestServer) throws {
    let text = try readFile(server.process.directory.appending("pid")).dropLast()
    guard let id = pid_t(String(decoding: text, as: UTF8.self)), kill(id, SIGKILL) == 0 else {
      throw Errno.noSuchProcess
    }
  }

  /// How often a restartable server has begun.
  package static func starts(_ server: S3TestServer) throws -> Int {
    try readFile(server.process.directory.appending("starts")).count
  }

  private static let restarting = """
    while :; do
      setpriv --pdeathsig KILL "$@" &
      echo $! >pid
      echo >>starts
      wait $! || :
    done
    """

  private static let identities = """
    {"identities": [
      {"name": "owner", "actions": ["Admin", "Read", "Write", "List", "Tagging"],
       "credentials": [{"accessKey": "\(S3TestServer.owner.id)", "secretKey": "\(S3TestServer.owner.secret)"},
                       {"accessKey": "\(S3TestServer.renewed.id)", "secretKey": "\(S3TestServer.renewed.secret)"}]},
      {"name": "reader", "actions": ["Read", "List"],
       "credentials": [{"accessKey": "\(S3TestServer.reader.id)", "secretKey": "\(S3TestServer.reader.secret)"}]}
    ]}
    """

  private static func start(
    _ certificates: TestCertificates?, through starter: [String] = []
  ) async throws -> S3TestServer {
    let directory = FilePath("/tmp/cairn-test-" + uniqueToken())
    try makeDirectories(directory.appending("data"))
    try writeAtomically(Array(identities.utf8), to: directory.appending("s3.json"))
    let ports = freePorts(9)
    let tls = certificates.map {
      ["-s3.cert.file=\($0.server)", "-s3.key.file=\($0.key)"]
    }
    let process = try ServerProcess(
      starter + [InstalledServer.seaweedFS.program()] + arguments(ports) + (tls ?? []),
      in: directory,
      environment: isolatedEnvironment(["WEED_S3_SSE_KEY": "for tests only"]))
    let server = S3TestServer(
      endpoint: "\(certificates == nil ? "http" : "https")://127.0.0.1:\(ports[0])",
      authority: certificates?.authority, hasReader: true, unfitNames: ["back\\slash"],
      process: process)
    try await process.ready(at: ports[0])
    try await process.ready { try await server.hasMadeBucket() }
    return server
  }

  /// Every port is named: the others that it would take are fixed, or 10,000 above those.
  private static func arguments(_ ports: [UInt16]) -> [String] {
    let names = [
      "s3.port", "master.port", "volume.port", "filer.port", "master.port.grpc",
      "volume.port.grpc", "filer.port.grpc", "s3.port.grpc",
    ]
    return ["server", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-dir=data", "-filer", "-s3"]
      + zip(names, ports).map { "-\($0)=\($1)" } + [
        "-s3.config=s3.json", "-s3.domainName=s3.localhost", "-s3.port.iceberg=0",
        "-s3.port.lance=0", "-master.volumeSizeLimitMB=256", "-master.telemetry=false",
        "-master.electionTimeout=1s", "-volume.max=1000",
      ]
  }
}

extension S3TestServer {
  /// Makes the bucket, which fails as long as the server has not found all its parts.
  fileprivate func hasMadeBucket() async throws -> Bool {
    do {
      try await makeBucket()
      return true
    } catch is ServerFailure {
      return false
    }
  }
}
