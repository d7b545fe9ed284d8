package import Basics
import FileAccess
import Hashing
package import Transports

/// Tries on somebody's own remote what every command needs of it.
///
/// Writes one small object below `.cairn/`, reads it, and deletes it.
package struct RemoteTrial: Sendable {
  package enum Step: String, Sendable, CaseIterable {
    case connect
    case list
    case upload
    case read
    case range
    /// An upload whose bytes are not what was promised must not become visible.
    case refuse
    case delete
  }

  package enum Outcome: Sendable {
    case passed
    /// The remote cannot do this, and nothing that is asked of it needs it.
    case skipped(String)
    case failed(CairnError)
  }

  private let transport: any Transport
  /// A name that nobody else uses.
  private let key: ObjectKey

  private static let content = [UInt8](
    "Written by `cairn remote check`, which deletes it again.\n".utf8)

  package init(_ transport: any Transport) {
    self.transport = transport
    key = ObjectKey(RelativePath(".cairn/check-\(uniqueToken())"))
  }

  /// The outcome of each step; after one without which the next make no sense there are no more.
  package func run() async -> [(step: Step, outcome: Outcome)] {
    var outcomes: [(step: Step, outcome: Outcome)] = []
    for step in Step.allCases {
      let outcome: Outcome
      do {
        outcome = try await perform(step)
      } catch let error as TransportError {
        outcome = .failed(error.userError)
      } catch {
        outcome = .failed(CairnError("\(error)", kind: .unexpected))
      }
      outcomes.append((step, outcome))
      if case .failed = outcome, step == .connect || step == .upload { break }
    }
    return outcomes
  }

  private func perform(_ step: Step) async throws -> Outcome {
    switch step {
    case .connect: try await connect()
    case .list: return try await list()
    case .upload: try await transport.upload(.bytes(Self.content), to: key, verifying: check)
    case .read: return try await read(nil)
    case .range:
      guard transport.traits.hasRanges else { return .skipped("reads begin at the start") }
      return try await read(11..<26)
    case .refuse: return try await refuse()
    case .delete:
      if let error = await transport.delete([key]).values.first { throw error }
      return try await transport.stat(key) == nil
        ? .passed : .failed(CairnError("the deleted object is still there"))
    }
    return .passed
  }

  private var check: ContentCheck { ContentCheck(.md5, Digest(of: Self.content)) }

  private func connect() async throws {
    do throws(TransportError) {
      _ = try await transport.stat(key)
    } catch {
      if !transport.isEmpty(after: error) { throw error }
    }
  }

  private func list() async throws -> Outcome {
    guard transport.traits.canList else {
      return .skipped("this kind of remote cannot be listed: gc -c and verify do not work on it")
    }
    do throws(TransportError) {
      _ = try await transport.list(prefix: "files/md5/00/")
    } catch {
      if !transport.isEmpty(after: error), error.kind != .notFound { throw error }
    }
    return .passed
  }

  private func read(_ range: Range<Int64>?) async throws -> Outcome {
    let bytes = ByteCollector()
    let object = try await transport.download(key, range: range, into: bytes.receive)
    let expected = range.map { Array(Self.content[Int($0.lowerBound)..<Int($0.upperBound)]) }
    guard bytes.bytes == expected ?? Self.content, object.size == Int64(Self.content.count) else {
      return .failed(CairnError("other bytes come back than were written"))
    }
    return .passed
  }

  private func refuse() async throws -> Outcome {
    let wrong = ContentCheck(.md5, Digest(of: "something else".utf8))
    do throws(TransportError) {
      try await transport.upload(.bytes(Self.content + Self.content), to: key, verifying: wrong)
      return .failed(
        CairnError(
          "bytes that do not hash to what was promised were taken",
          hints: ["Run `cairn verify --remote --read-data` from time to time."]))
    } catch {
      if error.kind == .mismatch { return .passed }
      throw error
    }
  }
}
