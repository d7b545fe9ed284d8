import Formats
import Hashing
import Objects
import Synchronization
import Transports

/// Tree objects for a look at what they list, each read once: from the cache, or else from the remote
/// that should have it. Nothing is stored.
final class TreeLibrary: Sendable {
  private struct Key: Hashable {
    var algorithm: HashAlgorithm
    var id: ObjectID
  }

  private let project: Project
  private let defaultRemote: String?
  private let known = Mutex<[Key: TreeObject?]>([:])

  init(_ project: Project, defaultRemote: String?) {
    self.project = project
    self.defaultRemote = defaultRemote
  }

  /// The tree object that is recorded of `output`; nil when it cannot be read from anywhere.
  func tree(of output: Output) async -> TreeObject? {
    guard let id = output.id, id.isTree else { return nil }
    let key = Key(algorithm: output.algorithm, id: id)
    if let tree = known.withLock({ $0[key] }) { return tree }
    // DVC takes a damaged tree object and an unreachable remote for a directory that nobody knows.
    var tree = try? project.cache(output.algorithm).tree(id)
    if tree == nil { tree = try? await download(id, output) }
    known.withLock { $0[key] = .some(tree) }
    return tree
  }

  /// The tree object, if `tree(of:)` has found it.
  func knownTree(of output: Output) -> TreeObject? {
    guard let id = output.id else { return nil }
    return known.withLock { $0[Key(algorithm: output.algorithm, id: id)] ?? nil }
  }

  private func download(_ id: ObjectID, _ output: Output) async throws -> TreeObject? {
    guard let remote = try project.assignedRemote(of: output, default: defaultRemote) else {
      return nil
    }
    let transport = try project.transport(for: remote)
    let store = RemoteStore(transport: transport, algorithm: output.algorithm)
    let tree: TreeObject?
    do {
      tree = try await store.download(tree: id)
    } catch {
      await transport.close()
      throw error
    }
    await transport.close()
    return tree
  }
}
