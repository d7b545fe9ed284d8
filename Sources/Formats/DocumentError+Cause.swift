extension DocumentError {
  /// The error in one piece, as DVC words it where it is the cause of another.
  package var causeText: String {
    switch failure {
    case .unreadable(let reason): return "unable to read: '\(name)', \(reason)"
    case .syntax(let error):
      return "unable to read: '\(name)', YAML file structure is corrupted: "
        + error.pythonText(in: bytes)
    case .schema(let complaints):
      let headline = headline.dropLast()  // the full stop
      guard let first = complaints.first, !first.path.isEmpty else { return String(headline) }
      let place = revision.map { " in revision '\($0)'" } ?? ""
      return "'\(shownName)' validation failed\(place): \(first.pythonText)"
    }
  }
}
