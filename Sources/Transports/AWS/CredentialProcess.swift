import Basics
import Formats

/// A program that prints keys: `credential_process` of a profile.
///
/// https://docs.aws.amazon.com/cli/latest/topic/config-vars.html
struct CredentialProcess: Sendable, Equatable {
  private static let name = "custom-process"
  private static let mostOfErrors = 1000

  let profile: String
  let words: [String]

  init(_ command: String, profile: String) throws(CairnError) {
    self.profile = profile
    guard let words = ShellWords.split(command), !words.isEmpty else {
      throw .invalid(
        "the credential_process of the profile '\(profile)' has a quote that is not closed")
    }
    self.words = words
  }

  /// Runs the program, and blocks until it ends.
  ///
  /// - Parameter patience: in seconds, after which it is ended.
  func fetch(
    _ environment: [String: String], within patience: Int = AskedProgram.patience
  ) throws(CairnError) -> S3Credentials {
    let program = AskedProgram(words: words, patience: patience)
    let result: ChildProcess.Result
    do { result = try program.run(environment) } catch { throw failure(error) }
    guard result.status == 0 else {
      let said = String(decoding: result.errors.suffix(Self.mostOfErrors), as: UTF8.self)
      throw failure("it ended with code \(result.status): \(said.trimmed)")
    }
    guard let answer = Value.Mapping(json: result.output) else {
      throw failure("it printed something else than JSON")
    }
    guard answer["Version"]?.integer == 1 else {
      let version = answer["Version"]?.integer.map(String.init) ?? "<Version key not provided>"
      throw failure(
        "Unsupported version '\(version)' for credential process provider, supported versions: 1")
    }
    do { return try S3Credentials(answer, tokenName: "SessionToken", from: Self.name) } catch {
      throw CairnError(error.message, kind: .credentials, hints: [hint])
    }
  }

  private func failure(_ failure: AskedProgram.Failure) -> CairnError {
    switch failure {
    case .missing: self.failure("there is no program '\(words[0])'")
    case .unstartable(let error): self.failure("'\(words[0])' cannot be started: \(error)")
    case .endless(let seconds):
      self.failure(
        "it did not end within \(seconds) seconds",
        hints: ["`--timeout` or CAIRN_TIMEOUT gives it more time."])
    case .talkative: self.failure("it printed something else than JSON")
    case .cancelled: CairnError("cancelled", kind: .interrupted)
    }
  }

  private func failure(_ reason: String, hints: [String] = []) -> CairnError {
    .retrieval(from: Self.name, reason, hints: [hint] + hints)
  }

  private var hint: String {
    "The credential_process of the profile '\(profile)' runs '\(words[0])'."
  }
}

extension String {
  fileprivate var trimmed: String {
    let start = drop(while: \.isWhitespace)
    return String(start.reversed().drop(while: \.isWhitespace).reversed())
  }
}
