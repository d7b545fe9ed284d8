import FileAccess
package import SystemPackage

/// Certificates for servers on 127.0.0.1 and `*.s3.localhost`, from an authority of our own.
package struct TestCertificates: Sendable {
  package let authority: FilePath
  package let server: FilePath
  package let key: FilePath
  /// A user's certificate by the same authority, and its key, also with a passphrase.
  package let user: FilePath
  package let userKey: FilePath
  package let lockedUserKey: FilePath
  package static let passphrase = "open sesame"
  /// A certificate by itself, and its key.
  package let stranger: FilePath
  package let strangerKey: FilePath
  /// For another name, by the same authority.
  package let otherName: FilePath
  /// An authority that signed nothing.
  package let otherAuthority: FilePath
  /// Keeps the files as long as the run lasts.
  private let keeper: ServerProcess

  package static let shared = SharedValue { try await TestCertificates() }

  /// They hold from yesterday on: a machine's clock may be set back by a little.
  private static let script = """
    cat >ca.conf <<'END'
    [ca]
    default_ca = all
    [all]
    database = issued
    new_certs_dir = .
    rand_serial = yes
    unique_subject = no
    default_md = sha256
    policy = names
    [names]
    commonName = supplied
    END
    : >issued
    sign() {
      name=$1 subject=$2
      shift 2
      openssl ca -batch -notext -config ca.conf -in "$subject.csr" -out "$name.pem" -extfile extensions \\
        -startdate "$(date -u -d yesterday +%Y%m%d%H%M%SZ)" -days 30 "$@"
    }
    request() {
      openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$1.key" \\
        -out "$1.csr" -subj "/CN=$1"
    }
    authority() {
      request "$1"
      echo basicConstraints=critical,CA:TRUE >extensions
      sign "$1" "$1" -selfsign -keyfile "$1.key"
    }
    certificate() {
      echo "subjectAltName=$2" >extensions
      sign "$1" "$3" -cert authority.pem -keyfile authority.key
    }
    authority authority
    authority other
    request server
    request user
    certificate server 'DNS:s3.localhost,DNS:*.s3.localhost,IP:127.0.0.1' server
    certificate named DNS:other.example server
    certificate user email:ann@other.example user
    openssl pkey -in user.key -aes256 -passout 'pass:\(passphrase)' -out locked.key
    : >made; exec sleep 2147483647
    """

  private init() async throws {
    let path = FilePath("/tmp/cairn-test-" + uniqueToken())
    try makeDirectories(path)
    keeper = try ServerProcess(["/bin/sh", "-eu", "-c", Self.script], in: path)
    try await keeper.ready { try FileStatus.ifExists(at: path.appending("made")) != nil }
    (authority, otherAuthority) = (path.appending("authority.pem"), path.appending("other.pem"))
    (server, otherName) = (path.appending("server.pem"), path.appending("named.pem"))
    key = path.appending("server.key")
    (user, userKey) = (path.appending("user.pem"), path.appending("user.key"))
    lockedUserKey = path.appending("locked.key")
    (stranger, strangerKey) = (otherAuthority, path.appending("other.key"))
  }
}
