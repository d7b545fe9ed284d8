import Basics
import FileAccess
import SystemPackage
import TestSupport
import Testing

@testable import Transports

/// Keys of roles, from a server that issues them and then lets in nobody else: moto.
@Suite(.enabled(if: InstalledServer.moto.isExpected))
struct MotoRoleTests {
  private let server: S3TestServer
  private let home: AWSHome
  /// Of a user who may assume the role, and nothing else.
  private let user: [String]

  /// Makes the role `pusher`, who may use S3, and the user.
  private static let script = """
    import boto3, json, sys
    iam = boto3.client("iam", endpoint_url=sys.argv[1], region_name="us-east-1",
                       aws_access_key_id="setup", aws_secret_access_key="setup")
    def allow(action):
        statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
        return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.create_role(RoleName="pusher", AssumeRolePolicyDocument=allow("sts:*"))
    iam.put_role_policy(RoleName="pusher", PolicyName="s3", PolicyDocument=allow("s3:*"))
    iam.create_user(UserName="ann")
    iam.put_user_policy(UserName="ann", PolicyName="sts", PolicyDocument=allow("sts:*"))
    key = iam.create_access_key(UserName="ann")["AccessKey"]
    print(key["AccessKeyId"], key["SecretAccessKey"], end="")
    """
  private static let role = "arn:aws:iam::123456789012:role/pusher"

  init() async throws {
    server = try await MotoServer.start()
    let result = try await MotoServer.run(Self.script, [server.endpoint])
    #expect(result.status == 0, "\(result)")
    user = result.out.split(separator: " ").map(String.init)
    home = try AWSHome(
      config: """
        [default]
        role_arn = \(Self.role)
        source_profile = ann
        region = us-east-1
        [profile ann]
        aws_access_key_id = \(user[0])
        aws_secret_access_key = \(user[1])
        """)
  }

  private var variables: [String: String] { ["AWS_ENDPOINT_URL_STS": server.endpoint] }

  private func transport(_ keys: S3Credentials?) -> S3Transport {
    var options = server.options()
    options.keys = keys
    return S3Transport(S3Session(options, environment: home.environment(variables)))
  }

  private func expectThatItWorks(_ transport: S3Transport) async throws {
    let key = try #require(ObjectKey("key"))
    try await transport.upload(.bytes([1, 2, 3]), to: key, verifying: nil)
    #expect(try await transport.stat(key)?.size == 3)
    #expect(await transport.delete([key]).isEmpty)
  }

  @Test func aRoleMayDoWhatItsUserMayNot() async throws {
    try await MotoServer.lock(server)
    let key = try #require(ObjectKey("key"))
    let refused = await transportError {
      _ = try await transport(S3Credentials(id: user[0], secret: user[1])).stat(key)
    }
    #expect(refused?.kind == .denied)
    try await expectThatItWorks(transport(nil))
  }

  @Test func aTokenGivesKeysThatWork() async throws {
    try home.directory.write("a token of the CI system", to: "token")
    let keys = try await home.fetch(
      nil,
      variables.merging([
        "AWS_WEB_IDENTITY_TOKEN_FILE": home.directory.path.appending("token").string,
        "AWS_ROLE_ARN": Self.role,
        "AWS_CONFIG_FILE": "/nonexistent",
      ]) { $1 })
    #expect(keys.sessionToken != nil)
    try await MotoServer.lock(server)
    try await expectThatItWorks(transport(keys))
    var wrong = keys
    wrong.secret += "x"
    let refused = await transportError {
      try await transport(wrong).upload(
        .bytes([1]), to: #require(ObjectKey("key")), verifying: nil)
    }
    #expect(refused?.kind == .credentials)
  }
}
