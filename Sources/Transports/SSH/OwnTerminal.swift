import FileAccess
import Glibc
import Synchronization
import SystemPackage

/// The terminal of this process, on which its user can be asked.
enum OwnTerminal {
  /// Whether there is one, with this process in its foreground: others are stopped when they read.
  static var isAtHand: Bool {
    guard let terminal = open() else { return false }
    defer { close(terminal) }
    return tcgetpgrp(terminal.rawValue) == getpgrp()
  }

  /// What was answered, by question: the user is asked once.
  private static let answers = Mutex<[String: String]>([:])

  /// Asks for something that is not shown; nil when there is nobody, or the user wants to stop.
  static func askSecret(_ question: String) -> String? {
    answers.withLock { answers in
      if answers[question] == nil, isAtHand, let terminal = open() {
        defer { close(terminal) }
        answers[question] = ask(question, on: terminal)
      }
      return answers[question]
    }
  }

  private static func ask(_ question: String, on terminal: FileDescriptor) -> String? {
    var usual = termios()
    guard tcgetattr(terminal.rawValue, &usual) == 0 else { return nil }
    var silent = usual
    silent.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(terminal.rawValue, TCSAFLUSH, &silent)
    defer { tcsetattr(terminal.rawValue, TCSAFLUSH, &usual) }
    _ = try? terminal.writeAll(question.utf8)  // a question that cannot be shown has no answer
    let answer = readLine(from: terminal)
    _ = try? terminal.writeAll("\n".utf8)  // for the one that was not shown
    return answer
  }

  private static func readLine(from terminal: FileDescriptor) -> String? {
    var line: [UInt8] = []
    while !Interruption.isRequested {
      var waiting = [pollfd(fd: terminal.rawValue, events: Int16(POLLIN), revents: 0)]
      guard poll(&waiting, 1, 100) > 0 else { continue }
      var byte: UInt8 = 0
      guard read(terminal.rawValue, &byte, 1) == 1 else { return nil }
      if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
      line.append(byte)
    }
    return nil
  }

  private static func open() -> FileDescriptor? {
    let descriptor = Glibc.open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)
    return descriptor < 0 ? nil : FileDescriptor(rawValue: descriptor)
  }

  private static func close(_ terminal: FileDescriptor) {
    try? terminal.close()  // nothing can be done about a descriptor that does not close
  }
}
