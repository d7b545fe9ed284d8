import Basics
import Glibc
import Synchronization
import SystemPackage

/// `git cat-file --batch`, which answers one question after another.
final class GitObjectReader: Sendable {
  private let program: GitProgram
  private let root: FilePath
  /// Started with the first question.
  private let conversation = Mutex<Conversation?>(nil)

  init(_ program: GitProgram, in root: FilePath) {
    self.program = program
    self.root = root
  }

  deinit {
    conversation.withLock { $0.take()?.end() }
  }

  /// Reads an object; nil when it is not there, or the program has ended.
  func read(_ id: GitObjectID) throws(SourceControlError) -> GitObject? {
    try conversation.withLock { (conversation) throws(SourceControlError) in
      if conversation == nil {
        conversation = Conversation(
          try program.start(["cat-file", "--batch"], in: root, keepingErrors: false))
      }
      return conversation?.ask(id)
    }
  }
}

/// The program's streams, and what was read of its answers but not yet used.
private struct Conversation: ~Copyable {
  private let child: ChildProcess
  private var pending: [UInt8] = []
  private var position = 0

  init(_ child: consuming ChildProcess) {
    self.child = child
  }

  consuming func end() {
    _ = child.wait()
  }

  /// Sends a name, and reads `<name> <kind> <size>`, the object and a newline, or `<name> missing`.
  mutating func ask(_ id: GitObjectID) -> GitObject? {
    guard send(Array("\(id.hex)\n".utf8)), let line = readLine() else { return nil }
    let words = String(decoding: line, as: UTF8.self).split(separator: " ")
    guard words.count == 3, let kind = GitObject.Kind(rawValue: String(words[1])),
      let size = Int(words[2]), let bytes = readBytes(size + 1)
    else { return nil }
    return GitObject(kind: kind, bytes: Array(bytes.dropLast()))
  }

  private func send(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes {
        Glibc.send(child.input.rawValue, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if sent < 0 && errno != EINTR { return false }
      rest = rest.dropFirst(max(0, sent))
    }
    return true
  }

  private mutating func readLine() -> [UInt8]? {
    while true {
      if let end = pending[position...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { position = end + 1 }
        return Array(pending[position..<end])
      }
      guard fill() else { return nil }
    }
  }

  private mutating func readBytes(_ count: Int) -> ArraySlice<UInt8>? {
    while pending.count - position < count {
      guard fill() else { return nil }
    }
    defer { position += count }
    return pending[position..<(position + count)]
  }

  /// Reads what the program has written; false at its end.
  private mutating func fill() -> Bool {
    pending.removeFirst(position)
    position = 0
    let descriptor = child.output.rawValue
    let read = withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { buffer in
      var count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      while count < 0 && errno == EINTR {
        count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      }
      return Array(buffer[..<max(0, count)])
    }
    pending += read
    return !read.isEmpty
  }
}
