import Basics
import Formats
import Hashing
import Objects
import SourceControl
import SystemPackage
import Transports

/// What `push`, `fetch` and `status -c` are asked about.
package struct TransferRequest: Sendable {
  package var targets: [String] = []
  package var options = TargetResolver.Options()
  /// A remote other than the default one.
  package var remote: String?
  package var jobs: Int?
  package var revisions = RevisionSelection()
  /// Also the files of the run cache.
  package var runCache = false
  /// Ask the remote again even about trees that were seen whole on it.
  package var rechecks = false
  /// `fetch --max-size`, in bytes.
  package var sizeLimit: Int64?
  /// `fetch --type`: only outputs of these purposes; empty means all.
  package var purposes: Set<Output.Purpose> = []
  package var globs = false

  package init() {}
}

/// The objects that targets need, by the remote that should hold them.
struct NeededByRemote {
  var remote: RemoteSettings
  var current = NeededObjects(algorithm: .md5)
  var legacy = NeededObjects(algorithm: .md5Dos2Unix)

  subscript(algorithm: HashAlgorithm) -> NeededObjects {
    get { algorithm == .md5 ? current : legacy }
    set { if algorithm == .md5 { current = newValue } else { legacy = newValue } }
  }

  var parts: [NeededObjects] { [current, legacy].filter { !$0.isEmpty } }
}

/// Collects what targets need, from the workspace and from revisions.
struct NeededCollector {
  let project: Project
  let request: TransferRequest
  let direction: Direction

  enum Direction {
    case push
    case fetch
  }

  private(set) var needed: [NeededByRemote] = []
  private(set) var warnings: [String] = []

  init(_ project: Project, _ request: TransferRequest, _ direction: Direction) {
    self.project = project
    self.request = request
    self.direction = direction
  }

  mutating func collect() throws {
    for source in try project.indexes(of: request.revisions) {
      let resolver = TargetResolver(
        index: source.index, directory: project.directory, root: project.root)
      do {
        let targets = try TargetGlob.matchingOutputs(request, source.index, project)
        for target in try resolver.resolve(targets, request.options) { try add(target) }
      } catch  where source.name != "workspace" || !request.revisions.isWorkspaceOnly {
        warnings.append("failed to collect '\(source.name)', skipping")
      } catch {
        throw CollectionFailure(name: source.name, error: error)
      }
    }
  }

  private mutating func add(_ target: TargetedStage) throws {
    for output in target.outs where isMeant(output) {
      guard let remote = try remote(for: output), let id = output.id else { continue }
      let place = place(of: remote)
      let name = project.shown(output.location)
      if id.isTree {
        needed[place][output.algorithm].add(
          NeededObjects.Tree(id: id, name: name, scopes: [target.scope(of: output)]))
      } else {
        needed[place][output.algorithm].files[id] = name
      }
    }
  }

  private func isMeant(_ output: Output) -> Bool {
    guard output.entry.cache, !output.isRepositoryImport else { return false }
    if direction == .push, !output.entry.push { return false }
    return request.purposes.isEmpty || request.purposes.contains(output.purpose)
  }

  private mutating func place(of remote: RemoteSettings) -> Int {
    if let place = needed.firstIndex(where: { $0.remote.name == remote.name }) { return place }
    needed.append(NeededByRemote(remote: remote))
    return needed.count - 1
  }

  /// The remote of an output; nil when the one that was asked for is another.
  private func remote(for output: Output) throws -> RemoteSettings? {
    if let own = output.entry.remote {
      if let asked = request.remote, asked != own { return nil }
      return try project.remote(own)
    }
    return try project.remote(request.remote)
  }
}

/// The stages of the workspace or of a revision could not be read.
package struct CollectionFailure: Error {
  package var name: String
  package var error: any Error
}
