import FileAccess
import SystemPackage

/// OpenStack Swift with `s3api` before it: one replica on one device. It takes neither trailers nor
/// conditions, and wants `Content-MD5` where S3 no longer does.
package struct OpenStackSwift: Sendable {
  package let plain: S3TestServer
  /// The same behind a front that speaks TLS.
  package let encrypted: S3TestServer
  private let front: TLSFront

  package static let shared = SharedValue { try await OpenStackSwift() }

  private static let keys = S3TestServer.Keys(id: "test:owner", secret: "owner-secret")

  private init() async throws {
    let directory = FilePath("/tmp/cairn-test-" + uniqueToken())
    try makeDirectories(directory.appending("devices/d1"))
    let ports = freePorts(5)
    for (index, kind) in ["account", "container", "object"].enumerated() {
      let settings = Self.settings(kind, ports[index], directory)
      try writeAtomically(Array(settings.utf8), to: directory.appending("\(kind).conf"))
    }
    let proxy = Self.proxySettings(ports[4], memory: ports[3], directory)
    try writeAtomically(Array(proxy.utf8), to: directory.appending("proxy.conf"))
    try writeAtomically(
      Array(Self.steadyClock.utf8), to: directory.appending("sitecustomize.py"))
    let process = try ServerProcess(
      ["/bin/sh", "-eu", "-c", Self.script, "swift"] + ports.map { "\($0)" }, in: directory)
    for port in ports { try await process.ready(at: port) }
    let plain = S3TestServer(
      endpoint: "http://127.0.0.1:\(ports[4])", authority: nil, hasReader: false,
      keys: Self.keys, process: process)
    try await process.ready {
      do { try await plain.makeBucket() } catch is ServerFailure { return false }
      return true
    }
    front = try await TLSFront(before: ports[4])
    self.plain = plain
    encrypted = S3TestServer(
      endpoint: "https://127.0.0.1:\(front.port)", authority: front.authority, hasReader: false,
      keys: Self.keys, process: process)
  }

  /// Swift takes the write with the later time for the newer one, so a write after the machine's clock was
  /// set back would be lost. Its programs see a clock that nobody sets.
  private static let steadyClock = """
    import os, time
    def steady(begin=float(os.environ["CAIRN_CLOCK_BEGIN"])): return begin + time.monotonic()
    time.time = steady

    """

  /// The programs die with the shell that starts them.
  private static let script = """
    CAIRN_CLOCK_BEGIN=$(python3 -c 'import time; print(time.time() - time.monotonic())')
    export CAIRN_CLOCK_BEGIN PYTHONPATH="$PWD"
    bound() { setpriv --pdeathsig KILL "$@"; }
    ring() {
      swift-ring-builder "$1.builder" create 6 1 1
      swift-ring-builder "$1.builder" add "r1z1-127.0.0.1:$2/d1" 1
      swift-ring-builder "$1.builder" rebalance
    }
    ring account "$1"
    ring container "$2"
    ring object "$3"
    user=; [ "$(id -u)" -ne 0 ] || user='-u root'
    bound memcached -l 127.0.0.1 -p "$4" -U 0 -m 64 $user &
    for kind in account container object; do bound "swift-$kind-server" "$kind.conf" & done
    bound swift-proxy-server proxy.conf &
    wait
    """

  /// An object server that does not hear of a container server in time leaves an object out of the
  /// listing, for another program to put right.
  private static func common(_ port: UInt16, _ directory: FilePath) -> String {
    """
    [DEFAULT]
    bind_ip = 127.0.0.1
    bind_port = \(port)
    swift_dir = \(directory)
    log_level = ERROR
    conn_timeout = 60
    node_timeout = 60
    container_update_timeout = 60
    """
  }

  private static func settings(
    _ kind: String, _ port: UInt16, _ directory: FilePath
  ) -> String {
    """
    \(common(port, directory))
    user = root
    workers = 0
    devices = \(directory)/devices
    mount_check = false
    fallocate_reserve = 0
    [pipeline:main]
    pipeline = \(kind)-server
    [app:\(kind)-server]
    use = egg:swift#\(kind)

    """
  }

  private static func proxySettings(
    _ port: UInt16, memory: UInt16, _ directory: FilePath
  ) -> String {
    let plain = [
      "catch_errors", "gatekeeper", "healthcheck", "listing_formats", "copy", "slo", "dlo",
    ]
    return """
      \(common(port, directory))
      user = root
      workers = 0
      max_clients = 256
      [pipeline:main]
      pipeline = catch_errors gatekeeper healthcheck cache listing_formats s3api tempauth copy slo dlo proxy-server
      [app:proxy-server]
      use = egg:swift#proxy
      account_autocreate = true
      [filter:tempauth]
      use = egg:swift#tempauth
      user_test_owner = \(keys.secret) .admin
      [filter:s3api]
      use = egg:swift#s3api
      location = us-east-1
      storage_domain = s3.localhost
      [filter:cache]
      use = egg:swift#memcache
      memcache_servers = 127.0.0.1:\(memory)
      \(plain.map { "[filter:\($0)]\nuse = egg:swift#\($0)\n" }.joined())
      """
  }
}
