import Glibc
import SystemPackage

/// A process and all that it started, and what those started in turn.
///
/// What lost its parent is not found any more.
struct ProcessTree {
  private let processes: [pid_t]

  /// Stops each, so that it starts nothing more meanwhile.
  init(stopping process: pid_t) {
    kill(process, SIGSTOP)
    processes =
      [process]
      + Self.children(of: process).flatMap { ProcessTree(stopping: $0).processes }
  }

  /// Asks all to end, and kills what is left a second later, or when `hasEnded` says so.
  func end(_ hasEnded: () -> Bool) {
    signal(SIGTERM)
    signal(SIGCONT)
    var waited = 0
    while !hasEnded() && waited < 1000 {
      poll(nil, 0, 10)
      waited += 10
    }
    signal(SIGKILL)
  }

  private func signal(_ number: CInt) {
    for process in processes { kill(process, number) }
  }

  private static func children(of parent: pid_t) -> [pid_t] {
    guard let directory = opendir("/proc") else { return [] }
    defer { closedir(directory) }
    var children: [pid_t] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
        name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if let process = pid_t(name), Self.parent(of: process) == parent { children.append(process) }
    }
    return children
  }

  /// From `4711 (name) S 42 …`; the name may hold anything.
  private static func parent(of process: pid_t) -> pid_t? {
    let path = FilePath("/proc/\(process)/stat")
    // One that has ended has no parent.
    guard let file = try? FileDescriptor.open(path, .readOnly, options: .closeOnExec) else {
      return nil
    }
    defer { ChildProcess.close(file) }
    let bytes = [UInt8](unsafeUninitializedCapacity: 512) { buffer, count in
      count = max(0, Glibc.read(file.rawValue, buffer.baseAddress, buffer.count))
    }
    guard let end = bytes.lastIndex(of: UInt8(ascii: ")")) else { return nil }
    let words = bytes[(end + 1)...].split(separator: UInt8(ascii: " "))
    return words.count > 1 ? pid_t(String(decoding: words[1], as: UTF8.self)) : nil
  }
}
