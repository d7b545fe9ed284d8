import CLibYAML

/// Reads libyaml's events, one after the other.
struct YAMLEventReader: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private var places: ByteOffsets
  private let event: UnsafeMutablePointer<yaml_event_t>
  private var hasEvent = false

  /// Reads from `bytes`, which must stay in place for as long as the reader lives.
  init(reading bytes: UnsafeBufferPointer<UInt8>) {
    places = ByteOffsets(bytes)
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
    if state.error == YAML_READER_ERROR { return unreadable(text, state) }
    let problemMark = mark(state.problem_mark)
    let wording = YAMLProblemWording(
      token: yamlTokenName(at: state.problem_mark.index, in: places.text) ?? "<stream end>",
      character: places.character(at: problemMark.offset))
    let (context, problem) = wording.reworded(
      context: state.context.map { String(cString: $0) }, problem: text)
    return YAMLSyntaxError(
      context: context.map { .init(message: $0, mark: mark(state.context_mark)) },
      problem: .init(message: problem, mark: problemMark))
  }

  private func unreadable(_ problem: String, _ state: yaml_parser_t) -> YAMLSyntaxError {
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

/// Turns libyaml's positions, which count characters, into bytes.
private struct ByteOffsets {
  /// The length of the byte order mark.
  let start: Int
  private let bytes: UnsafeBufferPointer<UInt8>
  private var character = 0
  private var offset: Int

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    offset = start
  }

  /// The bytes after the byte order mark.
  var text: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: bytes[start...]) }

  func character(at offset: Int) -> UnicodeScalar? {
    guard offset < bytes.count else { return nil }
    return String(decoding: bytes[offset..<min(offset + 4, bytes.count)], as: UTF8.self)
      .unicodeScalars.first
  }

  /// How many characters there are before a byte, which is counted after the byte order mark.
  func characters(upTo offset: Int) -> Int {
    text.prefix(offset).count { $0 & 0xC0 != 0x80 }
  }

  /// Walks from the place of the last call, which makes a pass over a document linear.
  mutating func offset(ofCharacter wanted: Int) -> Int {
    while character < wanted, offset < bytes.count {
      offset += 1
      while offset < bytes.count, isContinuation(offset) { offset += 1 }
      character += 1
    }
    while character > wanted, offset > start {
      offset -= 1
      while offset > start, isContinuation(offset) { offset -= 1 }
      character -= 1
    }
    return offset
  }

  private func isContinuation(_ index: Int) -> Bool { bytes[index] & 0xC0 == 0x80 }
}
