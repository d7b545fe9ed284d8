import Basics
import Formats

extension S3Credentials {
  /// Reads the JSON that programs, containers and instances answer with.
  ///
  /// - Parameters:
  ///   - tokenName: `SessionToken` or `Token`.
  ///   - source: for messages, which say what is missing and never what is there.
  init(
    _ answer: Value.Mapping, tokenName: String, from source: String
  ) throws(CairnError) {
    func text(_ name: String) throws(CairnError) -> String {
      guard let text = answer[name]?.string, !text.isEmpty else {
        throw .retrieval(from: source, "Missing required key in response: '\(name)'")
      }
      return text
    }
    self.init(id: try text("AccessKeyId"), secret: try text("SecretAccessKey"))
    if let token = answer[tokenName]?.string, !token.isEmpty { sessionToken = token }
    guard let end = answer["Expiration"]?.string else { return }
    guard let seconds = ServerTime.seconds(ofISO: end) else {
      throw .retrieval(from: source, "the Expiration '\(end)' is no moment of ISO 8601")
    }
    expiration = seconds
  }
}

extension Value.Mapping {
  /// Nil for what is no object of JSON.
  init?(json bytes: [UInt8]) {
    // The parser's message would show a part of the secrets.
    guard let map = (try? parseJSON(bytes))?.map else { return nil }
    self = map
  }
}
