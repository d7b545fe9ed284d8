/// The options of each kind of remote (dvc-format §4.5).
extension RemoteKind {
  /// What an option of a remote of this kind may be set to; nil when there is no such option.
  func optionKind(_ option: String) -> ConfigOptionKind? {
    guard let ownOptions else { return .anything }
    return ownOptions[option] ?? Self.commonOptions[option]
  }

  private static let commonOptions: [String: ConfigOptionKind] = [
    "url": .string, "checksum_jobs": .integer(1...Int.max), "jobs": .integer(1...Int.max),
    "worktree": .boolean, "no_traverse": .boolean, "version_aware": .boolean,
  ]

  private var ownOptions: [String: ConfigOptionKind]? {
    switch self {
    case .local: Self.localOptions
    case .s3: Self.s3Options
    case .gs: Self.gsOptions
    case .ssh: Self.sshOptions
    case .hdfs: ["user": .string, "kerb_ticket": .string, "replication": .never(typeName: "int")]
    case .webhdfs: Self.webhdfsOptions
    case .azure: Self.azureOptions
    case .oss:
      [
        "oss_key_id": .string, "oss_key_secret": .string, "oss_endpoint": .string,
        "verify": .boolean,
      ]
    case .gdrive: Self.gdriveOptions
    case .http, .https: Self.httpOptions
    case .webdav, .webdavs: Self.webdavOptions
    case .remote: nil
    }
  }

  private static let localOptions: [String: ConfigOptionKind] = [
    "type": .linkTypes, "protected": .boolean, "shared": .oneOf(["group"]),
    "slow_link_warning": .boolean, "verify": .boolean,
  ]

  private static let s3Options: [String: ConfigOptionKind] = [
    "region": .string, "profile": .string, "credentialpath": .string, "configpath": .string,
    "endpointurl": .string, "access_key_id": .string, "secret_access_key": .string,
    "session_token": .string, "listobjects": .boolean, "use_ssl": .boolean,
    "allow_anonymous_login": .boolean, "ssl_verify": .booleanOrString, "sse": .string,
    "sse_kms_key_id": .string, "sse_customer_algorithm": .string, "sse_customer_key": .string,
    "acl": .string, "grant_read": .string, "grant_read_acp": .string, "grant_write_acp": .string,
    "grant_full_control": .string, "cache_regions": .never(typeName: "bool"),
    "read_timeout": .integer(), "connect_timeout": .integer(), "verify": .boolean,
  ]

  private static let gsOptions: [String: ConfigOptionKind] = [
    "projectname": .string, "credentialpath": .string, "endpointurl": .string, "verify": .boolean,
    "allow_anonymous_login": .boolean,
  ]

  private static let sshOptions: [String: ConfigOptionKind] = [
    "type": .linkTypes, "port": .integer(), "user": .string, "password": .string,
    "ask_password": .boolean, "passphrase": .string, "ask_passphrase": .boolean,
    "keyfile": .string, "timeout": .integer(), "gss_auth": .boolean, "allow_agent": .boolean,
    "max_sessions": .integer(), "verify": .boolean,
  ]

  private static let webhdfsOptions: [String: ConfigOptionKind] = [
    "kerberos": .boolean, "kerberos_principal": .string, "proxy_to": .string,
    "ssl_verify": .booleanOrString, "token": .string, "use_https": .boolean, "user": .string,
    "password": .string, "data_proxy_target": .string, "verify": .boolean,
  ]

  private static let azureOptions: [String: ConfigOptionKind] = [
    "connection_string": .string, "sas_token": .string, "account_name": .string,
    "account_key": .string, "tenant_id": .string, "client_id": .string, "client_secret": .string,
    "allow_anonymous_login": .boolean, "exclude_environment_credential": .boolean,
    "exclude_visual_studio_code_credential": .boolean,
    "exclude_shared_token_cache_credential": .boolean,
    "exclude_managed_identity_credential": .boolean, "verify": .boolean, "timeout": .integer(),
    "read_timeout": .integer(), "connection_timeout": .integer(),
  ]

  private static let gdriveOptions: [String: ConfigOptionKind] = [
    "profile": .string, "gdrive_use_service_account": .boolean, "gdrive_client_id": .string,
    "gdrive_client_secret": .string, "gdrive_user_credentials_file": .string,
    "gdrive_service_account_user_email": .string,
    "gdrive_service_account_json_file_path": .string, "gdrive_trash_only": .boolean,
    "gdrive_acknowledge_abuse": .boolean, "verify": .boolean,
  ]

  private static let httpOptions: [String: ConfigOptionKind] = [
    "auth": .oneOf(["basic", "digest", "custom"]), "custom_auth_header": .string, "user": .string,
    "password": .string, "ask_password": .boolean, "ssl_verify": .booleanOrString,
    "method": .string, "connect_timeout": .float(atLeast: 0), "read_timeout": .float(atLeast: 0),
    "verify": .boolean,
  ]

  private static let webdavOptions: [String: ConfigOptionKind] = [
    "user": .string, "password": .string, "ask_password": .boolean, "token": .string,
    "bearer_token_command": .string, "custom_auth_header": .string, "cert_path": .string,
    "key_path": .string, "timeout": .integer(), "ssl_verify": .booleanOrString,
    "verify": .boolean,
  ]
}
