import Synchronization

/// A request on its way: what will be answered to it.
///
/// The answer is waited for even when the task is cancelled, so that nothing stays open on the server;
/// `SFTPChannel.hurry` sees to it that this is not for ever.
final class SFTPPending: Sendable {
  typealias Answer = Result<SFTPReply, SFTPError>

  private enum State {
    case waiting
    case awaited(CheckedContinuation<Answer, Never>)
    case answered(Answer)
  }

  private let state = Mutex(State.waiting)

  /// Called once, by the channel.
  func complete(_ answer: Answer) {
    let waiter = state.withLock { state -> CheckedContinuation<Answer, Never>? in
      defer { state = .answered(answer) }
      guard case .awaited(let continuation) = state else { return nil }
      return continuation
    }
    waiter?.resume(returning: answer)
  }

  /// Waits for the answer, which may be asked for afterwards.
  func arrival() async { _ = await answer() }

  func reply() async throws(SFTPError) -> SFTPReply { try await answer().get() }

  /// Awaited by one at a time, or not at all where nobody cares.
  private func answer() async -> Answer {
    if case .answered(let answer) = state.withLock({ $0 }) { return answer }
    return await withCheckedContinuation { continuation in
      let answer = state.withLock { state -> Answer? in
        guard case .answered(let answer) = state else {
          state = .awaited(continuation)
          return nil
        }
        return answer
      }
      if let answer { continuation.resume(returning: answer) }
    }
  }
}

extension SFTPPending {
  /// The status, when it is good.
  func done() async throws(SFTPError) {
    guard case .status(let status) = try await reply() else { throw Self.unexpected }
    guard status.code == .ok else { throw .refused(status) }
  }

  func handle() async throws(SFTPError) -> [UInt8] {
    guard case .handle(let handle) = try await consent() else { throw Self.unexpected }
    return handle
  }

  func attributes() async throws(SFTPError) -> SFTPAttributes {
    guard case .attributes(let attributes) = try await consent() else { throw Self.unexpected }
    return attributes
  }

  func extended() async throws(SFTPError) -> [UInt8] {
    guard case .extended(let bytes) = try await consent() else { throw Self.unexpected }
    return bytes
  }

  /// The bytes of a READ; none at the end of the file.
  func data() async throws(SFTPError) -> [UInt8] {
    do throws(SFTPError) {
      guard case .data(let bytes) = try await consent() else { throw Self.unexpected }
      return bytes
    } catch  where error.code == .endOfFile {
      return []
    }
  }

  /// Some names of a directory; none when all were told.
  func names() async throws(SFTPError) -> [SFTPName] {
    do throws(SFTPError) {
      guard case .names(let names) = try await consent() else { throw Self.unexpected }
      return names
    } catch  where error.code == .endOfFile {
      return []
    }
  }

  /// An answer that is no refusal.
  private func consent() async throws(SFTPError) -> SFTPReply {
    let reply = try await reply()
    if case .status(let status) = reply { throw .refused(status) }
    return reply
  }

  private static var unexpected: SFTPError {
    .broken(TransportError(.failed, detail: "the SFTP server gave an answer of the wrong type"))
  }
}
