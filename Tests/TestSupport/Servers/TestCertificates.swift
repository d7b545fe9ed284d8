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

  private static let script = """
    authority() {
      openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$1.key" \\
        -out "$1.pem" -days 30 -subj "/CN=$1" -addext basicConstraints=critical,CA:TRUE
    }
    certificate() {
      printf 'subjectAltName=%s\\n' "$2" >extensions
      openssl x509 -req -in "$3.csr" -CA authority.pem -CAkey authority.key -CAcreateserial \\
        -out "$1.pem" -days 30 -extfile extensions
    }
    authority authority
    authority other
    for name in server user; do
      openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$name.key" \\
        -out "$name.csr" -subj "/CN=$name"
    done
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
