package import Basics

/// Why a `.dvc` file, a pipeline file or a lock file cannot be used, in DVC's words.
package struct DocumentError: UserFacingError, Sendable, Equatable {
  package enum Failure: Sendable, Equatable {
    /// It is not YAML.
    case syntax(YAMLSyntaxError)
    /// It is YAML, but not what it must be.
    case schema([Schema.Complaint])
    /// It is not even text; with the reason.
    case unreadable(String)
  }

  /// The file, relative to the current directory.
  package var name: String
  /// The Git revision that the file was read from; nil for the workspace.
  package var revision: String?
  package var failure: Failure
  private var document: YAMLDocument?
  private(set) var bytes: [UInt8]

  init(name: String, syntax error: YAMLSyntaxError, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    failure = error.isUnreadable ? .unreadable(error.wording) : .syntax(error)
  }

  /// Complaints about a document; there must be at least one.
  package init(name: String, complaints: [Schema.Complaint], document: YAMLDocument) {
    self.name = name
    self.document = document
    bytes = document.bytes
    failure = .schema(complaints)
  }

  package static func == (left: DocumentError, right: DocumentError) -> Bool {
    left.name == right.name && left.revision == right.revision && left.failure == right.failure
      && left.bytes == right.bytes
  }
}

extension DocumentError {
  package var userError: CairnError {
    if case .unreadable(let reason) = failure {
      return CairnError("unable to read: '\(name)', \(reason)")
    }
    return CairnError(message(), kind: .document)
  }

  /// The whole text, wrapped as DVC wraps it for an output of `width` columns; without a line end.
  package func message(width: Int = 80) -> String {
    let page = ConsolePage(width: width)
    let blocks = page.wrapped(headline) + details(on: page)
    return blocks.joined(separator: "\n")
  }

  /// The name as a path: `./dvc.yaml`.
  var shownName: String {
    name.hasPrefix("../") || name.hasPrefix("/") ? name : "./\(name)"
  }

  var headline: String {
    let shown = shownName
    let place = revision.map { " in revision '\($0)'" } ?? ""
    switch failure {
    case .schema(let complaints) where complaints.count == 1 && complaints[0].path.isEmpty:
      return "'\(shown)' validation failed\(place): \(complaints[0].message)."
    case .schema(let complaints):
      let count = complaints.count > 1 ? ": \(complaints.count) errors" : ""
      return "'\(shown)' validation failed\(place)\(count)."
    case .syntax, .unreadable:
      return
        "'\(shown)' is invalid\(place)\(hasConflictMarkers ? " (possible merge conflicts)" : "")."
    }
  }

  private var hasConflictMarkers: Bool {
    let markers = ["<<<<<<<", ">>>>>>>"].map { Array($0.utf8) }
    return bytes.split(separator: UInt8(ascii: "\n")).contains { line in
      markers.contains { line.starts(with: $0) }
    }
  }

  private func details(on page: ConsolePage) -> [String] {
    let code = CodeExcerpt(bytes)
    switch failure {
    case .unreadable(let reason): return [reason]
    case .syntax(let error): return error.details(code, page)
    case .schema(let complaints):
      if complaints.count == 1, complaints[0].path.isEmpty { return [] }
      return complaints.flatMap { [""] + details(of: $0, code, page) }
    }
  }

  private func details(
    of complaint: Schema.Complaint, _ code: CodeExcerpt, _ page: ConsolePage
  ) -> [String] {
    let steps = complaint.path.map(\.shown).joined(separator: " -> ")
    let text = "\(complaint.message), in \(steps)"
    guard let place = document?.collection(at: complaint.path) else { return page.wrapped(text) }
    let line = place.mark.line
    return page.wrapped("\(text), \(place.mark.shown)")
      + code.lines(line - 1...(place.isWhole ? line : line + 1), on: page)
  }
}

extension YAMLSyntaxError {
  fileprivate func details(_ code: CodeExcerpt, _ page: ConsolePage) -> [String] {
    var lines: [String] = [""]
    for (index, part) in parts.enumerated() {
      let text = part.message.pythonCapitalized
      guard let mark = part.mark else {
        lines += page.wrapped(text)
        continue
      }
      lines += page.wrapped("\(text), in \(mark.shown)")
      let next = index + 1 < parts.count ? parts[index + 1] : nil
      if let next, next.mark == mark { continue }
      lines += code.line(mark.line, on: page)
      if next != nil { lines.append("") }
    }
    return lines
  }

  private var parts: [Part] { [context, problem].compactMap(\.self) }
}

extension YAMLDocument {
  /// Where the innermost collection on the way to `path` begins, and whether it is the whole way;
  /// nil when that collection is the document itself.
  fileprivate func collection(at path: [YAMLPathStep]) -> (mark: Mark, isWhole: Bool)? {
    for length in stride(from: path.count, to: 0, by: -1) {
      guard let node = node(at: path.prefix(length))?.target, node.isCollection else { continue }
      return (node.start, length == path.count)
    }
    return nil
  }
}

extension Mark {
  fileprivate var shown: String { "line \(line + 1), column \(column + 1)" }
}

extension YAMLPathStep {
  fileprivate var shown: String {
    switch self {
    case .key(let key): key
    case .index(let index): String(index)
    }
  }
}

extension String {
  /// Python's `capitalize`: the first letter upper case, all others lower case.
  fileprivate var pythonCapitalized: String {
    prefix(1).uppercased() + dropFirst().lowercased()
  }
}
