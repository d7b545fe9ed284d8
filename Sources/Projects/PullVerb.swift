import Basics

/// How a `pull` ended.
package struct PullReport: Sendable {
  package var fetch: TransferSummary
  package var checkout: CheckoutReport
}

/// Downloads what targets need and checks it out. What could not be had does not stop the rest.
package struct PullVerb: Sendable {
  private let project: Project
  private let request: TransferRequest
  private let forces: Bool
  private let allowsMissing: Bool
  private let confirm: Confirmation

  package init(
    _ project: Project, _ request: TransferRequest, forces: Bool, allowsMissing: Bool,
    confirm: @escaping Confirmation
  ) {
    self.project = project
    self.request = request
    self.forces = forces
    self.allowsMissing = allowsMissing
    self.confirm = confirm
  }

  package func run() async throws -> PullReport {
    let fetched = try await FetchVerb(project, request).run()
    var checkout = CheckoutRequest()
    checkout.targets = try TargetGlob.matchingOutputs(request, project.index, project)
    checkout.options = request.options
    checkout.forces = forces
    checkout.allowsMissing = allowsMissing
    checkout.choice.filter = request.filter
    checkout.choice.leavesOut = fetched.leftOut
    return PullReport(
      fetch: fetched, checkout: try CheckoutVerb(project, checkout, confirm: confirm).run())
  }
}
