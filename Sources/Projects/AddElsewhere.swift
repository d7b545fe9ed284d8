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
    let remote = request.toRemote ? try project.remote(request.remote, command: "add") : nil
    guard try FileStatus.ifExists(at: source) != nil else {
      throw FileError(.status, source, .noSuchFileOrDirectory)
    }
    let content = try await store(source, plan.output, remote)
    var pointer = plan.pointer
    if let index = pointer.outs.firstIndex(where: { $0.path == plan.entryPath }) {
      pointer.outs[index].content = content
    }
    if !request.toRemote { try changes.ignore(plan.output) }
    try changes.write(pointer, to: plan.file)
    return changes
  }

  private func absolute(_ text: String) -> FilePath {
    project.absolute(project.directory).pushing(FilePath(text)).lexicallyNormalized()
  }

  private func plan(_ source: FilePath) throws -> AddPlan {
    let path = try destination(of: source)
    guard let plan = try AddPlanner(project).plan([path]).first, plan.scopes == [.root] else {
      throw CairnError("'\(path)' lies inside a tracked directory")
    }
    return plan
  }

  /// What will be tracked: `out`, or inside it where it is a directory; else the source itself, or a name
  /// in the current directory for a source outside of the project.
  private func destination(of source: FilePath) throws -> FilePath {
    let name = source.lastComponent.map { String(decoding: $0) } ?? request.source
    guard var out = request.out else {
      return source.relative(to: project.root) == nil ? absolute(name) : source
    }
    if try FileStatus.ifExists(at: absolute(out))?.kind == .directory {
      out += (out.utf8.last == UInt8(ascii: "/") ? "" : "/") + name
    }
    let path = absolute(out)
    if !request.forces, let status = try FileStatus.ifExists(at: path) {
      throw CairnError(
        """
        The \(status.kind == .directory ? "directory" : "file") '\(out)' already exists locally.\u{20}
        To override it, re-run with '--force'.
        """)
    }
    return path
  }

  private func store(
    _ source: FilePath, _ output: RelativePath, _ remote: RemoteSettings?
  ) async throws -> ContentInfo {
    if let remote { return try await upload(source, to: remote) }
    do {
      return try copy(source, to: output)
    } catch is NoLinkTypeError {
      throw UnlinkableError(path: project.absolute(output))
    }
  }

  private func copy(_ source: FilePath, to output: RelativePath) throws -> ContentInfo {
    let state = try workspace.recordableState(at: source, .storeCopies)
    let cache = project.cache(.md5)
    if state.kind == .directory { try cache.insert(state.tree) }
    let path = project.absolute(output)
    let current = try workspace.state(at: path, .md5, .hash)
    let checkout = Checkout(
      cache: cache, linker: ObjectLinker(cache),
      stagingDirectory: project.stagingDirectory)
    let job = Checkout.Job(
      path: path, current: current, wanted: state.tree, wantedKind: state.kind)
    project.ledger.note(project.root)
    try checkout.apply(job, job.plan)
    try workspace.refresh(path, tree: state.tree, .md5)
    return contentFromElsewhere(state)
  }

  private func upload(
    _ source: FilePath, to remote: RemoteSettings
  ) async throws -> ContentInfo {
    let transport = try project.transport(for: remote)
    let store = RemoteStore(transport: transport, algorithm: .md5)
    let state = try workspace.recordableState(at: source, .hash)
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
    return contentFromElsewhere(state)
  }
}

/// The right to execute stays behind.
private func contentFromElsewhere(_ state: WorkspaceState) -> ContentInfo {
  var content = ContentInfo(state)
  content.isExecutable = false
  return content
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
