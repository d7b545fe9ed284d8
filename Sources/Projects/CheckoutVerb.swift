import Basics
import FileAccess
import Formats
import Hashing
import Objects
import SystemPackage

/// What `checkout` is asked to do.
package struct CheckoutRequest: Sendable {
  package var targets: [String] = []
  package var options = TargetResolver.Options()
  /// Give up bytes that are in no cache.
  package var forces = false
  package var relinks = false
  /// Say nothing of outputs whose objects are not in the cache.
  package var allowsMissing = false
  package var choice = CheckoutChoice()

  package init() {}
}

/// What `checkout` did.
package struct CheckoutReport: Sendable {
  /// Outputs, as shown to the user; directories with a `/`.
  package var added: [String] = []
  package var modified: [String] = []
  package var deleted: [String] = []
  /// Counts of files.
  package var filesAdded = 0
  package var filesModified = 0
  package var filesDeleted = 0
  /// Outputs that could not be checked out, as shown to the user.
  package var failed: [String] = []
  package var warnings: [String] = []
  /// Outputs of which something was left out by choice, as shown to the user, with the number of files.
  package var leftOut: [(name: String, files: Int)] = []
  /// What would make those possible that failed.
  package var hints: [String] = []

  package init() {}
}

/// Asks the user whether bytes that are in no cache may go. Without a terminal the answer is no.
package typealias Confirmation = @Sendable (_ question: String) -> Bool

/// Brings outputs into the workspace as they are recorded.
package struct CheckoutVerb {
  let project: Project
  let workspace: Workspace
  private let request: CheckoutRequest
  private let confirm: Confirmation

  package init(_ project: Project, _ request: CheckoutRequest, confirm: @escaping Confirmation)
    throws
  {
    self.project = project
    self.request = request
    self.confirm = confirm
    workspace = try Workspace(project)
  }

  package func run() throws -> CheckoutReport {
    let targeted = try targets()
    let outs = OutputSelection(targeted) { $0.entry.cache }.outputs
    return try project.withPathsLocked(
      writing: outs.compactMap { $0.output.path.map(project.absolute) }
    ) {
      try run(outs)
    }
  }

  private func targets() throws -> [TargetedStage] {
    do {
      return try project.targets.resolve(request.targets, request.options)
    } catch let error as UnknownTarget {
      throw CairnError(
        "Did you mean `git checkout \(error.target)`?",
        causes: [error.userError.message] + error.userError.causes)
    }
  }

  private func run(_ outs: [SelectedOutput]) throws -> CheckoutReport {
    var report = CheckoutReport()
    let planner = CheckoutPlanner(workspace, relinks: request.relinks, request.choice)
    var jobs: [PlannedCheckout] = []
    for out in outs {
      switch try planner.plan(out) {
      case .job(let job): jobs.append(job)
      case .missing: report.failed.append(project.shown(out.output.location))
      case .noHash(let path):
        report.failed.append(project.shown(out.output.location))
        report.warnings.append("No file hash info found for '\(path)'. It won't be created.")
      case .notHere: break
      case .leftOut(let path, let files):
        try noteAbsent(out.output, path)
        report.leftOut.append((project.shown(out.output.location), files))
      }
    }
    let stale = StaleOutputs(workspace)
    let outdated = request.targets.isEmpty ? try stale.find() : []
    try refuseLosses(jobs)
    for job in jobs { try apply(job, &report) }
    try workspace.recordLinks()
    try stale.remove(outdated)
    note(outdated, &report)
    if request.allowsMissing { report.failed = [] }
    return report
  }

  private func refuseLosses(_ jobs: [PlannedCheckout]) throws {
    if request.forces { return }
    let unsaved = try jobs.flatMap { try $0.checkout.unsaved($0.job, $0.plan) }
    guard !unsaved.isEmpty else { return }
    let list = unsaved.map(\.string).joined(separator: "\n")
    if confirm("The following files are in no cache and would be lost:\n\(list)\nGo on?") { return }
    throw CairnError(
      "Can't remove the following unsaved files without confirmation. Use `--force` to force.\n\(list)"
    )
  }

  /// An output for which no configured type of link works has failed.
  private func apply(_ planned: PlannedCheckout, _ report: inout CheckoutReport) throws {
    let job = planned.job
    let isChanged = !planned.plan.isEmpty || job.current.kind == .missing
    if isChanged || job.relinks {
      project.ledger.note(project.root)
      let listing: DirectoryListing
      do {
        listing = try note(planned, planned.checkout.apply(job, planned.plan))
      } catch let error as NoLinkTypeError {
        report.failed.append(project.shown(planned.output.location))
        report.hints += error.userError.hints
        return
      }
      // What was right already may be the user's own.
      if planned.plan.movesFiles || job.current.kind == .missing {
        try workspace.noteLink(job.path, listing)
      }
    }
    try notePartial(planned)
    let files = planned.absentCount
    if files > 0 { report.leftOut.append((project.shown(planned.output.location), files)) }
    count(planned, &report)
  }

  /// Notes what the output is now.
  private func note(
    _ planned: PlannedCheckout, _ new: Checkout.NewDirectory?
  ) throws -> DirectoryListing {
    let (job, plan, algorithm) = (planned.job, planned.plan, planned.output.algorithm)
    if let new {
      return try workspace.note(
        new.listing, planned.resultingTree, at: job.path, algorithm, lookedAt: new.moment)
    }
    if !job.relinks, planned.isWhole,
      let listing = try plan.listingAfter(job)
    {
      return try workspace.note(listing, job.wanted, at: job.path, algorithm)
    }
    return try workspace.refresh(job.path, tree: planned.resultingTree, algorithm)
  }

  private func count(_ planned: PlannedCheckout, _ report: inout CheckoutReport) {
    let counts = CheckoutCounts(planned.job, planned.plan)
    report.filesAdded += counts.added
    report.filesDeleted += counts.deleted
    report.filesModified += counts.modified
    let name =
      project.shown(planned.output.location) + (planned.job.wantedKind == .directory ? "/" : "")
    let isNewDirectory = planned.job.wantedKind == .directory && planned.outputWasMissing
    if planned.plan.isEmpty, !isNewDirectory, !planned.job.replacesBrokenLink { return }
    if planned.outputWasMissing {
      report.added.append(name)
    } else {
      report.modified.append(name)
    }
  }

  private func note(_ stale: [StaleOutputs.Output], _ report: inout CheckoutReport) {
    report.deleted += stale.map { project.shown($0.path) + ($0.isDirectory ? "/" : "") }
    report.filesDeleted += stale.count  // DVC counts outputs here
  }
}
