import SystemPackage
import Testing

@testable import Transports

struct RequestSignerTests {
  struct Vector: Sendable {
    var method: String
    var path: String
    var query = ""
    var headers: [(name: String, value: String)] = []
    var payload = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    var signature: String
  }

  /// Amazon S3 API Reference, "Authenticating Requests: Using the Authorization Header", examples.
  static let vectors = [
    Vector(
      method: "GET", path: "/test.txt", headers: [("range", "bytes=0-9")],
      signature: "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"),
    Vector(
      method: "PUT", path: "/test%24file.text",
      headers: [
        ("x-amz-storage-class", "REDUCED_REDUNDANCY"), ("date", "Fri, 24 May 2013 00:00:00 GMT"),
      ], payload: "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
      signature: "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"),
    Vector(
      method: "GET", path: "/", query: "lifecycle=",
      signature: "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
    Vector(
      method: "GET", path: "/", query: "max-keys=2&prefix=J",
      signature: "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
  ]

  @Test(arguments: vectors)
  func signsAsAmazonDocuments(_ vector: Vector) {
    let signer = RequestSigner(
      S3Credentials(
        id: "AKIAIOSFODNN7EXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"))
    let stamp = "20130524T000000Z"
    let headers =
      vector.headers + [
        ("host", "examplebucket.s3.amazonaws.com"), ("x-amz-date", stamp),
        ("x-amz-content-sha256", vector.payload),
      ]
    let authorization = signer.authorization(
      of: .init(
        method: vector.method, path: vector.path, query: vector.query, headers: headers,
        payload: vector.payload), region: "us-east-1", stamp: stamp)
    #expect(authorization.hasSuffix("Signature=\(vector.signature)"))
    #expect(
      authorization.hasPrefix(
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"))
  }

  /// The signature is botocore's.
  @Test func signsTokensAndOddTexts() throws {
    var options = S3Options(bucket: "bucket")
    options.endpoint = "http://127.0.0.1:9000"
    options.region = "eu-west-1"
    options.keys = S3Credentials(id: "AKIDEXAMPLE", secret: "secret/+key", sessionToken: "tok/en==")
    let settings = try S3Settings(options, environment: [:], directory: "")
    let signer = RequestSigner(try #require(options.keys))
    let key = Array("a b/caf\u{e9}+%".utf8)
    let path = settings.endpoint.path + "/" + PercentEncoding.encode(key, keepingSlashes: true)
    let headers = [
      ("x-amz-grant-read", "id=\"a\",  id=\"b\""), ("content-md5", "1B2M2Y8AsgTpgAmY7PhCfg=="),
      ("host", settings.endpoint.host), ("x-amz-content-sha256", "UNSIGNED-PAYLOAD"),
      ("x-amz-date", "20260102T030405Z"), ("x-amz-security-token", "tok/en=="),
    ]
    let authorization = signer.authorization(
      of: .init(
        method: "PUT", path: path, query: "partNumber=2&uploadId=a%2Fb%3D%3D", headers: headers,
        payload: "UNSIGNED-PAYLOAD"), region: "eu-west-1", stamp: "20260102T030405Z")
    #expect(
      authorization.hasSuffix("bdb0de6d9de46b803d2a8c6af5a0d41f0b10c1586f06513dacd18714bc3408b2"))
  }

  @Test func goesOnWithTheKeyOfAnotherDayAndRegion() {
    let signer = RequestSigner(S3Credentials(id: "id", secret: "secret"))
    func sign(_ region: String, _ stamp: String) -> String {
      signer.authorization(
        of: .init(method: "GET", path: "/", query: "", headers: [("host", "h")], payload: ""),
        region: region, stamp: stamp)
    }
    let first = sign("a", "20260101T000000Z")
    #expect(sign("a", "20260102T000000Z") != first)
    #expect(sign("b", "20260101T000000Z") != first)
    #expect(sign("a", "20260101T000000Z") == first)
  }
}
