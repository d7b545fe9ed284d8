extension YAMLSyntaxError {
  /// The error as the YAML library of DVC 3.67.1 prints it: each part with its place and the line.
  func pythonText(in bytes: [UInt8]) -> String {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard let problem else { return context?.pythonText(lines) ?? "" }
    var parts = [problem.pythonText(lines)]
    if let context {
      parts.insert(
        context.mark == problem.mark ? context.message : context.pythonText(lines), at: 0)
    } else if problem.message.hasSuffix("cannot start any token") {
      parts.insert("while scanning for the next token", at: 0)
    }
    if problem.message.hasPrefix("found duplicate key") { parts.append(Self.duplicateKeyAdvice) }
    return parts.joined(separator: "\n")
  }

  private static let duplicateKeyAdvice = """

    To suppress this check see:
        https://yaml.dev/doc/ruamel.yaml/api/#Duplicate_keys
    """
}

extension YAMLSyntaxError.Part {
  fileprivate func pythonText(_ lines: [ArraySlice<UInt8>]) -> String {
    guard let mark else { return message }
    let line = lines.indices.contains(mark.line) ? lines[mark.line] : []
    return """
      \(message)
        in "<unicode string>", line \(mark.line + 1), column \(mark.column + 1):
          \(String(decoding: line, as: UTF8.self))
          \(String(repeating: " ", count: mark.column))^ (line: \(mark.line + 1))
      """
  }
}
