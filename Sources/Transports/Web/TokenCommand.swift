import Basics

/// The command that prints a token (`bearer_token_command`), started without a shell.
struct TokenCommand {
  private let program: AskedProgram
  private let environment: [String: String]

  init(_ program: AskedProgram, _ environment: [String: String]) {
    (self.program, self.environment) = (program, environment)
  }

  /// - Returns: what it prints, without the white space around it.
  func run() throws(TransportError) -> String {
    let result: ChildProcess.Result
    do { result = try program.run(environment) } catch { throw failure(error) }
    guard result.status == 0 else { throw failure("failed with exit code \(result.status)") }
    let isSpace: (UInt8) -> Bool = { $0 <= 0x20 }
    let token = result.output.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
    guard !token.isEmpty else { throw failure("printed no token") }
    guard token.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw failure(.talkative) }
    return String(decoding: token, as: UTF8.self)
  }

  private func failure(_ failure: AskedProgram.Failure) -> TransportError {
    switch failure {
    case .missing: self.failure("names a program that is not there")
    case .unstartable(let error): self.failure("cannot be started: \(error)")
    case .endless(let seconds):
      self.failure(
        "did not end within \(seconds) seconds",
        hints: ["`--timeout` or CAIRN_TIMEOUT gives it more time."])
    case .talkative: self.failure("printed more than a token")
    case .cancelled: .cancelled(nil)
    }
  }

  /// Says nothing of the command's words and output, which may be secret.
  private func failure(_ what: String, hints: [String] = []) -> TransportError {
    let message = "the remote's 'bearer_token_command' \(what)"
    return TransportError(
      .credentials, detail: message,
      cause: CairnError(
        message, kind: .credentials, hints: ["Run it yourself to see what it says."] + hints))
  }
}
