import Basics
import FileAccess
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
  /// `fetch --max-size`: only outputs that are smaller, in bytes; 0 means all.
  package var sizeLimit: Int64 = 0
  /// `--include` and `--exclude`.
  package var filter = PathFilter.all
  /// `pull --max-size`: only files that are smaller, in bytes, also those in directories; 0 means all.
  package var fileSizeLimit: Int64 = 0
  /// `fetch --type`: only outputs of these purposes; empty means all.
  package var purposes: Set<Output.Purpose> = []
  package var globs = false

  package init() {}
}

/// The objects that targets need, by the remote that should hold them.
struct NeededByRemote {
  /// Nil when none is configured.
  var remote: RemoteSettings?
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
    case status
  }

  private(set) var needed: [NeededByRemote] = []
  private(set) var warnings: [String] = []

  /// Whether an output has no remote that could hold it.
  var lacksRemote: Bool { needed.contains { $0.remote == nil } }

  init(_ project: Project, _ request: TransferRequest, _ direction: Direction) {
    self.project = project
    self.request = request
    self.direction = direction
  }

  /// - Throws: `CollectionFailure` when the stages of no state of the project can be read.
  mutating func collect() throws {
    var failures: [CollectionFailure] = []
    let sources = try project.indexes(of: request.revisions)
    for source in sources {
      do {
        try collect(source.index)
      } catch {
        // As DVC: what cannot be told is in no sync.
        if direction == .status { throw source.failure(error) }
        warnings.append("failed to collect '\(source.name)', skipping")
        failures.append(CollectionFailure(warnings: warnings, error: error))
      }
    }
    if failures.count == sources.count, let last = failures.last { throw last }
  }

  private mutating func collect(_ index: ProjectIndex) throws {
    let resolver = TargetResolver(
      index: index, directory: project.directory, root: project.root)
    let targets = try TargetGlob.matchingOutputs(request, index, project)
    for target in try resolver.resolve(targets, request.options) { try add(target) }
  }

  private mutating func add(_ target: TargetedStage) throws {
    for output in target.outs where isMeant(output) {
      if direction == .status, !output.hasHash { try warn(of: output, target.stage) }
      guard let id = output.id else { continue }
      if let own = output.entry.remote, let asked = request.remote, asked != own { continue }
      let place = place(of: try remote(for: output))
      let name = project.shown(output.location)
      if id.isTree {
        var tree = NeededObjects.Tree(id: id, name: name, scopes: [target.scope(of: output)])
        if let path = output.path, !request.filter.choosesAll {
          tree.choices = [{ [filter = request.filter] in filter.choices($0, below: path) }]
        }
        needed[place][output.algorithm].add(tree)
      } else if output.path.map(request.filter.chooses) ?? true {
        needed[place][output.algorithm].files[id] = name
      }
    }
  }

  private func isMeant(_ output: Output) -> Bool {
    guard output.entry.cache, !output.isRepositoryImport else { return false }
    if direction != .fetch, !output.entry.push { return false }
    if request.sizeLimit > 0, output.entry.content.size ?? 0 >= request.sizeLimit { return false }
    return request.purposes.isEmpty || request.purposes.contains(output.purpose)
  }

  private mutating func warn(of output: Output, _ stage: Stage) throws {
    let name = project.shown(output.location)
    let address = stage.address.shown(from: project.directory)
    var text =
      "Output '\(name)'(stage: '\(address)') is missing version info. Cache for it will not be "
      + "collected. Use `dvc repro` to get your pipeline up to date."
    if let path = output.path, try FileStatus.ifExists(at: project.absolute(path)) != nil {
      text +=
        "\nYou can also use `dvc commit \(address)` to associate existing '\(name)' with stage: "
        + "'\(address)'."
    }
    warnings.append(text)
  }

  private mutating func place(of remote: RemoteSettings?) -> Int {
    if let place = needed.firstIndex(where: { $0.remote?.name == remote?.name }) { return place }
    needed.append(NeededByRemote(remote: remote))
    return needed.count - 1
  }

  private func remote(for output: Output) throws -> RemoteSettings? {
    if let own = output.entry.remote { return try project.remote(own) }
    return project.lacksRemote(request.remote) ? nil : try project.remote(request.remote)
  }
}

/// The stages of neither the workspace nor any revision could be read.
package struct CollectionFailure: Error {
  package var warnings: [String]
  package var error: any Error
}
