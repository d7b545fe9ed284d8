import Basics
import FileAccess
import Formats
import Glibc
import SystemPackage

/// Keys from a server beside the container: ECS, EKS, or an agent of one's own.
struct ContainerCredentials: Sendable, Equatable {
  /// Where ECS answers.
  static let origin = "http://169.254.170.2"
  private static let name = "container-role"

  let url: String
  let token: String?
  /// Wins over `token`, and is read anew for each request.
  let tokenFile: String?

  func fetch(_ services: AWSServices) async throws(CairnError) -> S3Credentials {
    try checkHost()
    var request = HTTPRequest(method: .get, url: url)
    request.headers = [("Accept", "application/json"), ("User-Agent", "cairn")]
    if let token = try authorization() { request.headers.append(("Authorization", token)) }
    let answer: (head: HTTPHead, body: [UInt8])
    do {
      answer = try await services.answerNearby(
        to: request, Self.name, within: services.containerPatience, attempts: 3)
    } catch {
      throw .retrieval(from: Self.name, at: url, error, hints: Self.hints)
    }
    guard answer.head.status == 200 else {
      throw .retrieval(
        from: Self.name, "Received non 200 response \(answer.head.status) from \(url)",
        hints: Self.hints)
    }
    guard let body = Value.Mapping(json: answer.body) else {
      throw .retrieval(from: Self.name, "the answer of \(url) is no JSON", hints: Self.hints)
    }
    return try S3Credentials(body, tokenName: "Token", from: Self.name)
  }

  private static let hints = [
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or AWS_CONTAINER_CREDENTIALS_FULL_URI names the server."
  ]

  private func authorization() throws(CairnError) -> String? {
    guard let tokenFile else { return try token.map(Self.header) }
    let bytes: [UInt8]
    do { bytes = try readFile(FilePath(tokenFile)) } catch {
      throw .retrieval(
        from: Self.name, error.message,
        hints: ["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names the file."])
    }
    return try Self.header(String(decoding: bytes, as: UTF8.self))
  }

  private static func header(_ token: String) throws(CairnError) -> String {
    guard !token.utf8.contains(where: { $0 < 0x20 && $0 != 9 }) else {
      throw .retrieval(from: name, "Auth token value is not a legal header value")
    }
    return token
  }

  /// Without TLS only this machine and the addresses of ECS and EKS are asked.
  private func checkHost() throws(CairnError) {
    let address = HTTPAddress(url)
    if let address, address.isTLS || Self.isNear(address.hostName) { return }
    throw .retrieval(
      from: Self.name,
      "Unsupported host '\(address?.hostName ?? url)'.  Can only retrieve metadata from a loopback "
        + "address or one of these hosts: 169.254.170.2, 169.254.170.23, fd00:ec2::23, localhost",
      hints: Self.hints)
  }

  private static func isNear(_ host: String) -> Bool {
    var (four, six) = (in_addr(), in6_addr())
    if inet_pton(AF_INET, host, &four) == 1 {
      return UInt32(bigEndian: four.s_addr) >> 24 == 127
        || ["169.254.170.2", "169.254.170.23"].contains(host)
    }
    if inet_pton(AF_INET6, host, &six) == 1 {
      let loopback: [UInt8] = Array(repeating: 0, count: 15) + [1]
      let cluster: [UInt8] = [0xfd, 0, 0x0e, 0xc2] + Array(repeating: 0, count: 11) + [0x23]
      return withUnsafeBytes(of: six) { $0.elementsEqual(loopback) || $0.elementsEqual(cluster) }
    }
    return host == "localhost"
  }
}
