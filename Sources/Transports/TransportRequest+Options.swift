import Basics
import SystemPackage

/// The remote's options as values.
extension TransportRequest {
  /// An option that is set, and not to nothing.
  func text(_ name: String) -> String? {
    options[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// A variable that is set, and not to nothing.
  func variable(_ name: String) -> String? {
    environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  func number(_ name: String, in range: ClosedRange<Int>) throws(CairnError) -> Int? {
    guard let text = text(name) else { return nil }
    if let number = Int(text), range.contains(number) { return number }
    throw refusal(of: name, text, "a number from \(range.lowerBound) to \(range.upperBound)")
  }

  func flag(_ name: String) throws(CairnError) -> Bool? {
    guard let text = text(name) else { return nil }
    switch text.lowercased() {
    case "true": return true
    case "false": return false
    default: throw refusal(of: name, text, "true or false")
    }
  }

  /// Seconds, with a fraction; rounded up.
  func seconds(_ name: String) throws(CairnError) -> Int? {
    guard let text = text(name) else { return nil }
    if let number = Double(text), (0...1e6).contains(number) { return Int(number.rounded(.up)) }
    throw refusal(of: name, text, "a number of seconds")
  }

  private func refusal(of name: String, _ text: String, _ wanted: String) -> CairnError {
    CairnError(
      "config file error: the remote's option '\(name)' must be \(wanted), not '\(text)'",
      kind: .configuration)
  }

  /// A path with `~` resolved.
  func path(_ text: String) -> FilePath {
    guard text == "~" || text.hasPrefix("~/"), let home = environment["HOME"] else {
      return FilePath(text)
    }
    return FilePath(home + text.dropFirst())
  }
}
