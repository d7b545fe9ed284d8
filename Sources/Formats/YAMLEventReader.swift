import CLibYAML

/// Reads libyaml's events, one after the other.
struct YAMLEventReader: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private(set) var places: YAMLPlaces
  private let event: UnsafeMutablePointer<yaml_event_t>
  private var hasEvent = false

  /// Reads from `bytes`, which must stay in place for as long as the reader lives.
  init(reading bytes: UnsafeBufferPointer<UInt8>) {
    places = YAMLPlaces(bytes)
    parser = .allocate(capacity: 1)
    event = .allocate(capacity: 1)
    guard yaml_parser_initialize(parser) == 1 else { fatalError("no memory for a YAML parser") }
    let text = places.text
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, text.baseAddress, text.count)
  }

  deinit {
    if hasEvent { yaml_event_delete(event) }
    yaml_parser_delete(parser)
    parser.deallocate()
    event.deallocate()
  }

  /// The next event; it is valid until the one after it is asked for.
  mutating func next() throws(YAMLSyntaxError) -> yaml_event_t {
    if hasEvent { yaml_event_delete(event) }
    hasEvent = yaml_parser_parse(parser, event) == 1
    guard hasEvent else { throw syntaxError() }
    return event.pointee
  }

  mutating func mark(_ mark: yaml_mark_t) -> Mark {
    Mark(line: mark.line, column: mark.column, offset: places.offset(ofCharacter: mark.index))
  }

  private mutating func syntaxError() -> YAMLSyntaxError {
    let state = parser.pointee
    guard let text = state.problem.map({ String(cString: $0) }) else {
      return YAMLSyntaxError("out of memory", at: nil)
    }
    if state.error == YAML_READER_ERROR { return unreadable(state) }
    let wording = YAMLProblemWording(
      places: places, offset: mark(state.problem_mark).offset,
      token: yamlTokenName(at: state.problem_mark.index, in: places.text) ?? "<stream end>")
    // libyaml puts the end of a last line without a line break on a line of its own.
    let contextMark = places.mark(at: mark(state.context_mark).offset)
    let reworded = wording.reworded(
      context: state.context.map { String(cString: $0) }, problem: text)
    return YAMLSyntaxError(
      context: reworded.context.map { .init(message: $0, mark: contextMark) },
      problem: .init(message: reworded.problem, mark: places.mark(at: reworded.offset)))
  }

  private func unreadable(_ state: yaml_parser_t) -> YAMLSyntaxError {
    YAMLSyntaxError(
      unreadable: "YAML file structure is corrupted: unacceptable character "
        + "#x\(fourHexDigits(state.problem_value)): special characters are not allowed\n"
        + "  in \"<unicode string>\", position \(places.characters(upTo: state.problem_offset))")
  }
}

/// At least four hexadecimal digits.
private func fourHexDigits(_ number: Int32) -> String {
  let digits = String(number, radix: 16)
  return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}
