import Basics
import FileAccess
import Formats
import Hashing
import SystemPackage

/// The token that `aws sso login` left below `~/.aws/sso/cache`.
struct SignOnToken: Sendable, Equatable {
  /// Of a section `sso-session`; nil for a profile that has the start URL itself.
  let session: String?
  let startURL: String
  let region: String
  /// Where tokens lie.
  let directory: String
  /// Of the server that renews them.
  let endpoint: String

  /// What is left when renewing begins, in seconds.
  private static let window: Int64 = 15 * 60

  /// The token, renewed when it ends soon.
  ///
  /// https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_CreateToken.html
  func access(
    for profile: String, _ services: AWSServices
  ) async throws(CairnError) -> String {
    let known = try read(profile)
    let left = known.expiration - services.now()
    if left >= Self.window || session == nil && left > 0 { return known.access }
    if session != nil, let renewed = try await renewed(known, services) {
      return renewed
    }
    // Another process may have renewed it, which ends the token that we tried with.
    let last = try read(profile)
    guard last.expiration > services.now() else { throw .expiredSignOn(profile, ["\(place)"]) }
    return last.access
  }

  private struct Content {
    var map: Value.Mapping
    var access: String
    var expiration: Int64
  }

  private var file: FilePath {
    FilePath("\(directory)/\(sha1Hex(Array((session ?? startURL).utf8))).json")
  }

  private var place: String { "The token is in '\(file)'." }

  private func read(_ profile: String) throws(CairnError) -> Content {
    let login = "Run `aws sso login --profile \(profile)`."
    let bytes: [UInt8]?
    do { bytes = try readFileIfExists(file) } catch {
      throw CairnError("Error loading SSO Token: \(error.message)", kind: .credentials)
    }
    guard let bytes else {
      throw CairnError(
        "Error loading SSO Token: Token for \(session ?? startURL) does not exist",
        kind: .credentials, hints: [login, "It would be in '\(file)'."])
    }
    guard let map = Value.Mapping(json: bytes), let access = map["accessToken"]?.string,
      let end = map["expiresAt"]?.string.flatMap(ServerTime.seconds(ofISO:))
    else {
      throw CairnError(
        "Error loading SSO Token: Token for \(startURL) is invalid", kind: .credentials,
        hints: [login, place])
    }
    return Content(map: map, access: access, expiration: end)
  }

  /// Nil when it cannot be renewed, or the server does not want to.
  private func renewed(
    _ known: Content, _ services: AWSServices
  ) async throws(CairnError) -> String? {
    guard let request = request(known, services.now()) else { return nil }
    let answer: (head: HTTPHead, body: [UInt8])
    do { answer = try await services.answer(to: request, "CreateToken") } catch {
      if error.kind == .cancelled { throw CairnError("cancelled", kind: .interrupted) }
      return nil
    }
    guard answer.head.status == 200, let body = Value.Mapping(json: answer.body),
      let access = body["accessToken"]?.string, let seconds = body["expiresIn"]?.integer
    else { return nil }
    write(known.map, access, services.now() + Int64(seconds), body["refreshToken"])
    return access
  }

  private func request(_ known: Content, _ now: Int64) -> HTTPRequest? {
    guard let id = known.map["clientId"]?.string, let secret = known.map["clientSecret"]?.string,
      let refresh = known.map["refreshToken"]?.string,
      let end = known.map["registrationExpiresAt"]?.string.flatMap(ServerTime.seconds(ofISO:)),
      end > now
    else { return nil }
    let form: Value = [
      "grantType": "refresh_token", "clientId": .string(id), "clientSecret": .string(secret),
      "refreshToken": .string(refresh),
    ]
    var request = HTTPRequest(method: .post, url: endpoint + "/token")
    request.headers = [("Content-Type", "application/json"), ("User-Agent", "cairn")]
    request.body = RequestBody(renderJSON(form))
    return request
  }

  /// Puts a renewed token where the AWS tools look for it, readable by its owner alone.
  private func write(_ known: Value.Mapping, _ access: String, _ end: Int64, _ refresh: Value?) {
    var map = known
    map["startUrl"] = .string(startURL)
    map["region"] = .string(region)
    map["accessToken"] = .string(access)
    map["expiresAt"] = .string(ServerTime.iso(end))
    map["refreshToken"] = refresh
    // The token is good for this run even where it cannot be kept.
    try? writeAtomically(renderJSON(.map(map)), to: file, mode: 0o600)
  }
}
