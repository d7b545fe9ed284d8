import Basics
import FileAccess
import Formats
import Hashing
import Objects
import SystemPackage

/// The checkout of one output, thought through but not begun.
struct PlannedCheckout {
  var output: Output
  var scopes: [RelativePath]
  var checkout: Checkout
  var job: Checkout.Job
  var plan: CheckoutPlan
  /// Whether the output (not just the part that is meant) was not in the workspace.
  var outputWasMissing: Bool { currentTree == nil && !job.replacesBrokenLink }
  /// All of the output as it was; nil when there was nothing.
  var currentTree: TreeObject?
  /// All of the output as it is recorded.
  var recordedTree: TreeObject
  /// What is left out, by choice or because it never was here and is not in the cache.
  var leftOut: TreeObject
  /// What was in the workspace when it was last looked at.
  var formerIndex: FileIndex

  /// Whether the job is about all of the output.
  var isWhole: Bool { scopes.contains(.root) && leftOut.count == 0 }

  /// All of the output as it will be.
  var resultingTree: TreeObject {
    guard let currentTree, !isWhole else { return job.wanted }
    let untouched = currentTree.entries { job.current.listing.paths.sortedIndex(of: $0) == nil }
    return TreeObject(
      unsorted: [untouched, job.wanted].flatMap { tree in
        tree.paths.indices.map { (tree.paths.path($0), tree.digests[$0]) }
      })
  }
}

/// Compares what outputs are with what they should be.
struct CheckoutPlanner {
  let workspace: Workspace
  let relinks: Bool
  private let choice: CheckoutChoice
  private let linkers: [HashAlgorithm: ObjectLinker]

  init(_ workspace: Workspace, relinks: Bool, _ choice: CheckoutChoice) {
    self.workspace = workspace
    self.relinks = relinks
    self.choice = choice
    let project = workspace.project
    linkers = [
      .md5: ObjectLinker(project.cache(.md5)),
      .md5Dos2Unix: ObjectLinker(project.cache(.md5Dos2Unix)),
    ]
  }

  enum Verdict {
    case job(PlannedCheckout)
    /// An object that is needed is not in the cache.
    case missing
    case noHash(FilePath)
    /// The output lies outside the project.
    case notHere
    /// Nothing of the output is wanted here; how many files that leaves out.
    case leftOut(FilePath, files: Int)
  }

  func plan(_ selected: SelectedOutput) throws -> Verdict {
    let output = selected.output
    guard let path = output.path else { return .notHere }
    let absolute = workspace.project.absolute(path)
    guard output.hasHash else { return .noHash(absolute) }
    guard let id = output.id, let linker = linkers[output.algorithm] else { return .missing }
    let parts = try workspace.records.materializedParts(of: absolute)
    guard let wanted = try wantedTree(id, output.algorithm) else {
      let isAbsent = try choice.leavesAbsent && workspace.isAbsent(output)
      return isAbsent ? .leftOut(absolute, files: output.entry.content.nfiles ?? 1) : .missing
    }
    var checkout = Checkout(
      cache: workspace.project.cache(output.algorithm), linker: linker,
      stagingDirectory: workspace.project.stagingDirectory)
    checkout.progress = workspace.project.progress

    let found = try workspace.scan(absolute, allowsBrokenLinks: true)
    let index = workspace.index(for: absolute, output.algorithm)
    let state = try workspace.state(at: absolute, found, output.algorithm, index: index)
    var job = Checkout.Job(
      path: absolute, current: state, wanted: wanted, wantedKind: id.isTree ? .directory : .file)
    job.replacesBrokenLink =
      try found.kind == .missing && FileStatus.ifExists(at: absolute, followingLinks: false) != nil
    job.isExecutable = output.entry.content.isExecutable && !id.isTree
    job.relinks = relinks
    restrict(&job, to: selected.scopes)
    let leftOut = try choice.leftOut(
      of: job.wanted, at: path, parts, workspace.project.cache(output.algorithm))
    if leftOut.count > 0, leftOut.count == job.wanted.count, state.kind == .missing {
      return .leftOut(absolute, files: leftOut.count)
    }
    choice.leaveOut(leftOut, of: &job, at: path)
    let plan = job.plan
    guard try checkout.missing(job, plan).isEmpty else { return .missing }
    return .job(
      PlannedCheckout(
        output: output, scopes: selected.scopes, checkout: checkout, job: job, plan: plan,
        currentTree: state.kind == .missing ? nil : state.tree, recordedTree: wanted,
        leftOut: leftOut, formerIndex: index))
  }

  private func wantedTree(_ id: ObjectID, _ algorithm: HashAlgorithm) throws -> TreeObject? {
    id.isTree ? try workspace.project.cache(algorithm).tree(id) : .file(id.digest)
  }

  /// Leaves only what lies inside the parts that are meant.
  private func restrict(_ job: inout Checkout.Job, to scopes: [RelativePath]) {
    guard !scopes.contains(.root), job.wantedKind == .directory else { return }
    job.wanted = job.wanted.subtree(insideAnyOf: scopes)
    let all = job.current
    let current = all.tree.subtree(insideAnyOf: scopes)
    let indices = current.paths.compactMap { all.listing.paths.sortedIndex(of: $0) }
    job.current = WorkspaceState(
      kind: all.kind, listing: all.listing.part(indices, insideAnyOf: scopes, below: job.path),
      digests: current.digests)
  }
}

extension TreeObject {
  func subtree(insideAnyOf scopes: [RelativePath]) -> TreeObject {
    var indices = Set<Int>()
    for scope in scopes { indices.formUnion(range(inside: scope)) }
    let sorted = indices.sorted()
    return TreeObject(
      sortedPaths: PackedPaths(sorted.map(paths.path)), digests: sorted.map { digests[$0] })
  }
}
