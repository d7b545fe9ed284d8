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
    let text = UnsafeBufferPointer(rebasing: bytes.dropFirst(places.start))
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
    guard let problem = state.problem else { return YAMLSyntaxError("out of memory", at: nil) }
    let message = String(cString: problem)
    if state.error == YAML_READER_ERROR {
      return YAMLSyntaxError(message, at: nil)
    }
    let context = state.context.map {
      YAMLSyntaxError.Part(message: String(cString: $0), mark: mark(state.context_mark))
    }
    return YAMLSyntaxError(
      context: context, problem: .init(message: message, mark: mark(state.problem_mark)))
  }
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
