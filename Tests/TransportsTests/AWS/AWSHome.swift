import Basics
import Synchronization
import SystemPackage
import TestSupport

@testable import Transports

/// A home with files of the AWS tools, and a clock that stands still at the beginning of 2030.
struct AWSHome: Sendable {
  static let moment: Int64 = 1_893_456_000

  let directory: TemporaryDirectory

  init(config: String = "", credentials: String = "") throws {
    directory = try TemporaryDirectory()
    try directory.write(config, to: ".aws/config")
    try directory.write(credentials, to: ".aws/credentials")
  }

  func environment(_ variables: [String: String] = [:]) -> [String: String] {
    let own = ["HOME": directory.path.string, "PATH": "/usr/bin:/bin"]
    return own.merging(["AWS_EC2_METADATA_DISABLED": "true"]) { $1 }.merging(variables) { $1 }
  }

  /// - Parameter profile: the one that the remote names.
  func source(
    _ profile: String? = nil, _ variables: [String: String] = [:],
    changing change: (inout S3Options) -> Void = { _ in }
  ) throws -> CredentialSource {
    var options = S3Options(bucket: "bucket")
    options.profile = profile
    change(&options)
    return try AWSConfiguration(options, environment(variables)).source()
  }

  func fetch(
    _ profile: String? = nil, _ variables: [String: String] = [:]
  ) async throws -> S3Credentials {
    var services = AWSServices(
      environment: environment(variables), trust: .system, now: { Self.moment },
      policy: .immediate())
    services.containerPatience = 60
    return try await source(profile, variables).fetch(services)
  }

  /// What goes wrong in `fetch`.
  func error(
    _ profile: String? = nil, _ variables: [String: String] = [:]
  ) async -> CairnError? {
    do {
      _ = try await fetch(profile, variables)
      return nil
    } catch {
      return error as? CairnError
    }
  }
}

extension CairnError {
  /// All that a person is shown.
  var everything: String { ([message] + hints + causes).joined(separator: "\n") }
}

extension ScriptedServer.Answer {
  /// The answer of STS; an empty token is none.
  static func roleKeys(
    _ operation: String = "AssumeRole", id: String = "ASIA", secret: String = "role-secret",
    token: String = "role-token", until: String = "2030-01-01T01:00:00Z"
  ) -> Self {
    Self(
      "200 OK",
      """
      <\(operation)Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
        <\(operation)Result>
          <AssumedRoleUser><Arn>arn:aws:sts::1:assumed-role/x/y</Arn></AssumedRoleUser>
          <Credentials>
            <AccessKeyId>\(id)</AccessKeyId>
            <SecretAccessKey>\(secret)</SecretAccessKey>
            <SessionToken>\(token)</SessionToken>
            <Expiration>\(until)</Expiration>
          </Credentials>
        </\(operation)Result>
        <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>
      </\(operation)Response>
      """)
  }

  /// What containers and instances answer with.
  static func keysInJSON(
    id: String = "ASIA", secret: String = "json-secret", token: String = "json-token",
    until: String = "2030-01-01T06:00:00Z"
  ) -> Self {
    Self(
      "200 OK",
      """
      {"Code": "Success", "Type": "AWS-HMAC", "AccessKeyId": "\(id)",
       "SecretAccessKey": "\(secret)", "Token": "\(token)", "Expiration": "\(until)"}
      """)
  }
}

extension ScriptedServer.Request {
  /// The fields of a form.
  var form: [String: String] {
    var fields: [String: String] = [:]
    for pair in body.split(separator: UInt8(ascii: "&")) {
      let sides = pair.split(separator: UInt8(ascii: "="), omittingEmptySubsequences: false)
      guard sides.count == 2, let value = PercentEncoding.decode(Array(sides[1])) else { continue }
      fields[String(decoding: sides[0], as: UTF8.self)] = String(decoding: value, as: UTF8.self)
    }
    return fields
  }
}

/// A clock that tests set.
final class TestClock: Sendable {
  private let seconds = Mutex(AWSHome.moment)

  var now: @Sendable () -> Int64 { { self.seconds.withLock { $0 } } }

  func advance(_ by: Int64) { seconds.withLock { $0 += by } }
}
