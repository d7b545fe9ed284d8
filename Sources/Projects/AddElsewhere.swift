import Basics
import FileAccess
import Formats
import Hashing
import Objects
import SystemPackage
import Transports

/// What `add --out` or `add --to-remote` is asked to do.
package struct AddElsewhereRequest: Sendable {
  /// A file or directory, inside the project or not.
  package var source: String
  /// Where the data will be tracked; by default in the current directory, under the source's name.
  package var out: String?
  package var toRemote = false
  package var remote: String?
  package var jobs: Int?
  /// Replace what is at `out`.
  package var forces = false

  package init(source: String) {
    self.source = source
  }
}

/// Tracks a copy of data under another path, or straight on a remote.
package struct AddElsewhere {
  private let project: Project
  private let workspace: Workspace
  private let request: AddElsewhereRequest
  private var changes: ProjectChanges

  package init(_ project: Project, _ request: AddElsewhereRequest) throws {
    self.project = project
    self.request = request
    workspace = try Workspace(project)
    changes = ProjectChanges(project)
  }

  package mutating func run() async throws -> ProjectChanges {
    if case .url(let url) = Location(request.source, from: project.directory, root: project.root) {
      throw CairnError(
        "'\(url)' cannot be added: URLs as sources are not supported by Cairn yet",
        hints: ["Download the data first, then add them."])
    }
    let source = absolute(request.source)
    let plan = try plan(source)
    let path = project.absolute(plan.output)
    try checkDestination(path, source)
    guard try FileStatus.ifExists(at: source) != nil else {
      let cause = FileError(.status, source, .noSuchFileOrDirectory)
      throw CairnError("output '\(request.source)' does not exist", causes: [cause.message])
    }
    let content = request.toRemote ? try await upload(source) : try copy(source, to: plan.output)
    var pointer = plan.pointer
    pointer.outs = [OutputEntry(path: plan.entryPath, content: content)]
    if !request.toRemote { try changes.ignore(plan.output) }
    try changes.write(pointer, to: plan.file)
    return changes
  }

  private func absolute(_ text: String) -> FilePath {
    project.absolute(project.directory).pushing(FilePath(text)).lexicallyNormalized()
  }

  private func plan(_ source: FilePath) throws -> AddPlan {
    let name = source.lastComponent.map { String(decoding: $0) } ?? request.source
    let out = absolute(request.out ?? name)
    guard let plan = try AddPlanner(project).plan([out]).first, plan.scopes == [.root] else {
      throw CairnError("'\(request.out ?? name)' lies inside a tracked directory")
    }
    return plan
  }

  private func checkDestination(_ path: FilePath, _ source: FilePath) throws {
    let parent = path.removingLastComponent()
    guard try FileStatus.ifExists(at: parent)?.kind == .directory else {
      throw CairnError("stage working dir '\(parent)' does not exist")
    }
    guard request.out != nil, !request.forces, var shown = path.relative(to: project.root) else {
      return
    }
    if try FileStatus.ifExists(at: path)?.kind == .directory, let name = source.lastComponent {
      shown = shown.appending(String(decoding: name))
    }
    if try FileStatus.ifExists(at: project.absolute(shown)) != nil {
      throw CairnError(
        """
        The file '\(project.shown(shown))' already exists locally.\u{20}
        To override it, re-run with '--force'.
        """)
    }
  }

  private func copy(_ source: FilePath, to output: RelativePath) throws -> ContentInfo {
    let state = try workspace.state(at: source, .md5, .store)
    let cache = project.cache(.md5)
    if state.kind == .directory { try cache.insert(state.tree) }
    let path = project.absolute(output)
    let current = try workspace.state(at: path, .md5, .hash)
    let checkout = Checkout(
      cache: cache, linker: ObjectLinker(cache),
      stagingDirectory: project.stagingDirectory)
    var job = Checkout.Job(
      path: path, current: current, wanted: state.tree, wantedKind: state.kind)
    job.isExecutable = state.isExecutable
    project.ledger.note(project.root)
    try checkout.apply(job, job.plan)
    try workspace.refresh(path, tree: state.tree, .md5)
    return ContentInfo(state)
  }

  private func upload(_ source: FilePath) async throws -> ContentInfo {
    let remote = try project.remote(request.remote)
    let transport = try project.transport(for: remote)
    let store = RemoteStore(transport: transport, algorithm: .md5)
    let state = try workspace.state(at: source, .md5, .hash)
    let width = min(request.jobs ?? remote.jobs ?? .max, transport.traits.width)
    let indices = Array(state.digests.indices)
    project.progress.observe(.started(.pushing, files: indices.count, bytes: state.size))
    let progress = project.progress
    let results = await concurrentMap(indices, width: width) { index in
      let id = ObjectID(state.digests[index])
      let path = source.appending(pathBytes: state.listing.paths[index])
      if try await !store.contains(id) {
        try await transport.upload(
          .file(path, size: state.listing.statuses[index].size), to: store.key(id),
          verifying: store.check(id), progress: progress)
      }
      progress.observe(.advanced(files: 1, bytes: 0))
    }
    project.progress.observe(.finished)
    for result in results { try result.get() }
    if state.kind == .directory, let id = state.id {
      try await transport.upload(
        .bytes(state.tree.rendered()), to: store.key(id), verifying: store.check(id))
    }
    try await transport.synchronize()
    await transport.close()
    return ContentInfo(state)
  }
}

extension ContentInfo {
  /// What is recorded of an output that was just stored.
  init(_ state: WorkspaceState) {
    self.init(
      hash: state.id.map { HashInfo(value: $0.description) }, size: state.size,
      nfiles: state.kind == .directory ? state.digests.count : nil,
      isExecutable: state.isExecutable)
  }
}
