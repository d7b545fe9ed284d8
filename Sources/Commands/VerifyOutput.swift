import Basics
import Formats
import Hashing
import Objects
import Projects
import SystemPackage
import Terminal

/// Shows what `verify` found; what was read and what was only listed stay apart.
struct VerifyOutput {
  private let context: CommandContext
  private let printsJSON: Bool

  init(_ context: CommandContext, printsJSON: Bool) {
    self.context = context
    self.printsJSON = printsJSON
  }

  /// - Throws: when something is wrong that was not repaired.
  func show(_ report: VerifyReport) throws {
    for part in report.parts { show(part, report) }
    if printsJSON { context.console.print(json: report.value) }
    let count = report.remaining.count
    if count == 0 { return }
    let hint =
      report.remote == nil
      ? "cairn verify --repair brings them from a remote."
      : "cairn verify --remote \(report.remote ?? "") --repair brings them from the cache."
    throw HandledFailure(
      userError: CairnError(
        "\(count) object\(count == 1 ? " is" : "s are") damaged or missing", kind: .missingData,
        hints: report.parts.contains { $0.repair != nil } ? [] : [hint]))
  }

  private func show(_ part: VerifyReport.Part, _ report: VerifyReport) {
    for fault in part.verification.faults {
      let healed = part.repair?.healed.contains(fault.id) ?? false
      var hints = report.names[fault.id].map { ["needed for: \($0)"] } ?? []
      if let place = part.repair?.quarantined[fault.id] { hints.append("put aside: \(place)") }
      if let reason = part.repair?.failed[fault.id] { hints.append("not repaired: \(reason)") }
      if healed { hints.append("repaired") }
      context.console.report(
        CairnError("\(fault.kind.rawValue): \(fault.id) - \(fault.detail)", hints: hints))
    }
    if !printsJSON { context.console.print(summary(part, report)) }
    let doubtful = part.verification.doubtful
    if doubtful > 0 {
      context.console.note(
        "\(doubtful) object\(doubtful == 1 ? " has" : "s have") an entity tag that is not the MD5, which "
          + "need not mean anything: --read-data tells.")
    }
  }

  private func summary(_ part: VerifyReport.Part, _ report: VerifyReport) -> String {
    let found = part.verification
    var place = report.remote.map { "remote '\($0)'" } ?? "cache"
    if part.algorithm != .md5 { place += " (\(part.algorithm.rawValue))" }
    var words = ["\(found.listed) object\(found.listed == 1 ? "" : "s") listed"]
    if found.vouched > 0 { words.append("\(found.vouched) right as the server says") }
    if found.read > 0 { words.append("\(found.read) read (\(sizeText(found.bytes)))") }
    words.append("\(found.faults.count) damaged or missing")
    if let repair = part.repair { words.append("\(repair.healed.count) repaired") }
    return "\(place): " + words.joined(separator: ", ")
  }
}

extension VerifyReport {
  /// For `--json`.
  fileprivate var value: Value {
    var document = Value.Mapping()
    document["remote"] = remote.map { .string($0) } ?? .null
    document["parts"] = .array(parts.map(\.value))
    document["faults"] = .array(
      parts.flatMap { part in
        part.verification.faults.map { fault in
          [
            "md5": .string(fault.id.description), "kind": .string(fault.kind.rawValue),
            "detail": .string(fault.detail),
            "path": names[fault.id].map { .string($0) } ?? .null,
            "repaired": .bool(part.repair?.healed.contains(fault.id) ?? false),
            "quarantine": part.repair?.quarantined[fault.id].map { .string($0.string) } ?? .null,
          ]
        }
      })
    return .map(document)
  }
}

extension VerifyReport.Part {
  fileprivate var value: Value {
    [
      "hash": .string(algorithm.rawValue), "listed": .integer(verification.listed),
      "vouched": .integer(verification.vouched), "read": .integer(verification.read),
      "bytes": .integer(Int(verification.bytes)),
    ]
  }
}
