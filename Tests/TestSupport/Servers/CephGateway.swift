import FileAccess
import SystemPackage

/// The gateway of Ceph 16, as many sites run it, over a cluster of one monitor and one store in memory.
package struct CephGateway: Sendable {
  package let plain: S3TestServer
  /// The same over HTTPS, with a certificate of `TestCertificates`.
  package let encrypted: S3TestServer

  package static let shared = SharedValue { try await CephGateway() }

  private init() async throws {
    let certificates = try await TestCertificates.shared.value()
    // Sockets lie in it, whose paths must be short.
    let directory = FilePath("/tmp/cairn-test-" + uniqueToken())
    for name in ["monitor", "store", "gateway", "run"] {
      try makeDirectories(directory.appending(name))
    }
    let ports = freePorts(3)
    let settings = Self.settings(directory, ports, certificates)
    try writeAtomically(Array(settings.utf8), to: directory.appending("ceph.conf"))
    let process = try ServerProcess(
      ["/bin/sh", "-eu", "-c", Self.script, "ceph", "\(ports[2])"], in: directory,
      environment: isolatedEnvironment([
        "CEPH_CONF": directory.appending("ceph.conf").string, "ID": S3TestServer.owner.id,
        "SECRET": S3TestServer.owner.secret,
      ]))
    try await process.ready { try FileStatus.ifExists(at: directory.appending("made")) != nil }
    try await process.ready(at: ports[0])
    plain = S3TestServer(
      endpoint: "http://127.0.0.1:\(ports[0])", authority: nil, hasReader: false, process: process)
    encrypted = S3TestServer(
      endpoint: "https://127.0.0.1:\(ports[1])", authority: certificates.authority,
      hasReader: false, process: process)
    let server = plain
    try await process.ready {
      do { try await server.makeBucket() } catch is ServerFailure { return false }
      return true
    }
  }

  /// Lets a bucket hold so many bytes; nil for any number.
  package func limit(_ bucket: String, toBytes bytes: Int?) async throws {
    let scope = ["--quota-scope=bucket", "--bucket=\(bucket)"]
    if let bytes { try await administer(["quota", "set", "--max-size=\(bytes)"] + scope) }
    try await administer(["quota", bytes == nil ? "disable" : "enable"] + scope)
  }

  private func administer(_ arguments: [String]) async throws {
    let directory = plain.process.directory
    let result = try await runProcess(
      ["radosgw-admin", "-n", "client.gateway"] + arguments, cwd: directory,
      env: isolatedEnvironment(["CEPH_CONF": directory.appending("ceph.conf").string]))
    guard result.status == 0 else { throw ServerFailure("radosgw-admin", log: result.err) }
  }

  /// The programs die with the shell that starts them.
  private static let script = """
    bound() { setpriv --pdeathsig KILL "$@"; }
    until_it() { until "$@" >tried 2>&1; do sleep 0.05; done; }
    key() { ceph-authtool "$1.keyring" --create-keyring --gen-key -n "$@" >made-key; }
    key mon. --cap mon 'allow *'
    key client.admin --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *'
    cat client.admin.keyring >>mon..keyring
    cp mon..keyring mon.a.keyring
    fsid=$(sed -n 's/^fsid = //p' ceph.conf)
    monmaptool --create --fsid "$fsid" --addv a "[v2:127.0.0.1:$1]" map
    ceph-mon --mkfs -i a --monmap map --keyring mon..keyring
    bound ceph-mon -f -i a &
    until_it ceph --connect-timeout 5 status

    id=$(cat /proc/sys/kernel/random/uuid)
    secret=$(ceph-authtool --gen-print-key)
    echo "{\\"cephx_secret\\": \\"$secret\\"}" | ceph osd new "$id" 0 -i -
    ceph-authtool --create-keyring osd.0.keyring -n osd.0 -a "$secret"
    ceph-osd -i 0 --mkfs --osd-uuid "$id"
    bound ceph-osd -f -i 0 &
    until_it ceph auth get-or-create client.gateway mon 'allow rw' osd 'allow rwx' \\
      -o client.gateway.keyring
    until_it sh -c 'ceph osd stat | grep "1 up"'
    bound radosgw -f -n client.gateway &
    until_it sh -c 'ceph osd pool ls | grep rgw.meta'
    until_it radosgw-admin -n client.gateway user create --uid=owner --display-name=Owner \\
      --access-key="$ID" --secret-key="$SECRET"
    : >made; wait
    """

  private static func settings(
    _ directory: FilePath, _ ports: [UInt16], _ certificates: TestCertificates
  ) -> String {
    """
    [global]
    fsid = 5f0f1c4a-6f0e-4d62-9f0a-0c41a0a7c6e1
    keyring = \(directory)/$name.keyring
    mon_host = [v2:127.0.0.1:\(ports[2])]
    public_addr = 127.0.0.1
    cluster_addr = 127.0.0.1
    run_dir = \(directory)/run
    admin_socket = \(directory)/run/$name.asok
    crash_dir = \(directory)/run
    log_file = \(directory)/$name.log
    mon_cluster_log_file = \(directory)/cluster.log
    pid_file =
    auth_allow_insecure_global_id_reclaim = false
    mon_allow_pool_size_one = true
    mon_max_pg_per_osd = 1000
    mon_data_avail_crit = 1
    mon_data_avail_warn = 2
    osd_pool_default_size = 1
    osd_pool_default_min_size = 1
    osd_pool_default_pg_num = 4
    osd_pool_default_pg_autoscale_mode = off
    osd_crush_chooseleaf_type = 0
    osd_objectstore = memstore
    memstore_device_bytes = 4294967296
    [mon.a]
    mon_data = \(directory)/monitor
    [osd.0]
    osd_data = \(directory)/store
    [client.gateway]
    rgw_data = \(directory)/gateway
    rgw_frontends = beast endpoint=127.0.0.1:\(ports[0]) ssl_endpoint=127.0.0.1:\(ports[1]) ssl_certificate=\(certificates.server) ssl_private_key=\(certificates.key)
    rgw_dns_name = s3.localhost
    rgw_thread_pool_size = 64
    rgw_user_quota_bucket_sync_interval = 1
    rgw_bucket_quota_ttl = 0

    """
  }
}
