/// The few colours that the console uses.
package enum TextStyle: String, Sendable {
  case red = "31"
  case green = "32"
  case yellow = "33"
  case blue = "34"
  case cyan = "36"
  case bold = "1"
  case dim = "2"

  func applied(to text: String) -> String { "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" }
}

/// Whether to colour: `NO_COLOR` and `TERM=dumb` say no, `CLICOLOR_FORCE` says yes, else a terminal decides.
package func usesColor(isTerminal: Bool, environment: [String: String]) -> Bool {
  func isSet(_ name: String) -> Bool { environment[name].map { !$0.isEmpty } ?? false }
  if isSet("NO_COLOR") { return false }
  if isSet("CLICOLOR_FORCE"), environment["CLICOLOR_FORCE"] != "0" { return true }
  return isTerminal && environment["TERM"] != "dumb"
}
