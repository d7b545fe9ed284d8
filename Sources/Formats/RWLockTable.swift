import Basics

/// What `.dvc/tmp/rwlock` says: which processes read and write which paths (DVC 3.67.1).
package struct RWLockTable: Sendable, Equatable {
  /// A process that holds a path.
  package struct Holder: Sendable, Equatable {
    package var processID: Int
    /// Its command line.
    package var command: String

    package init(processID: Int, command: String) {
      self.processID = processID
      self.command = command
    }
  }

  package struct Reading: Sendable, Equatable {
    package var path: [UInt8]
    package var holders: [Holder]
  }

  package struct Writing: Sendable, Equatable {
    package var path: [UInt8]
    package var holder: Holder
  }

  /// By path, in the order of the file. Paths are absolute, or URLs.
  package private(set) var readings: [Reading] = []
  package private(set) var writings: [Writing] = []

  package init() {}

  /// Enters `holder` for all paths, unless another process is in the way.
  ///
  /// A path is in the way of those that contain it and those that it contains; readers do not disturb
  /// each other.
  ///
  /// - Parameter isAlive: whether there is such a process; entries of those that ended are dropped
  ///   where they are in the way.
  /// - Returns: the entries that were dropped.
  package mutating func enter(
    reading: [[UInt8]], writing: [[UInt8]], holder: Holder, isAlive: (Int) -> Bool
  ) throws(RWLockBusyError) -> [Writing] {
    var dropped: [Writing] = []
    for path in reading + writing {
      let others = writings.filter { $0.holder != holder && overlap($0.path, path) }
      try check(others, blocking: path, isAlive)
      for other in others { writings.removeAll { $0 == other } }
      dropped += others
    }
    for path in writing {
      let others = readings.filter { overlap($0.path, path) }.flatMap { entry in
        entry.holders.filter { $0 != holder }.map { Writing(path: entry.path, holder: $0) }
      }
      try check(others, blocking: path, isAlive)
      for other in others { removeReader(other.holder, of: other.path) }
      dropped += others
    }
    for path in reading { addReader(holder, of: path) }
    for path in writing { addWriter(holder, of: path) }
    return dropped
  }

  /// Takes `holder` off all paths.
  package mutating func leave(reading: [[UInt8]], writing: [[UInt8]], holder: Holder) {
    for path in reading { removeReader(holder, of: path) }
    for path in writing { writings.removeAll { $0.path == path && $0.holder == holder } }
  }

  mutating func add(_ path: String, _ holders: [Holder]) {
    readings.append(Reading(path: Array(path.utf8), holders: holders))
  }

  mutating func add(_ path: String, _ holder: Holder) {
    writings.append(Writing(path: Array(path.utf8), holder: holder))
  }

  private func check(
    _ others: [Writing], blocking path: [UInt8], _ isAlive: (Int) -> Bool
  ) throws(RWLockBusyError) {
    if others.contains(where: { isAlive($0.holder.processID) }) {
      let alive = others.map(\.holder).filter { isAlive($0.processID) }
      throw RWLockBusyError(path: path, holders: alive)
    }
  }

  private mutating func addReader(_ holder: Holder, of path: [UInt8]) {
    guard let index = readings.firstIndex(where: { $0.path == path }) else {
      return readings.append(Reading(path: path, holders: [holder]))
    }
    if !readings[index].holders.contains(holder) { readings[index].holders.append(holder) }
  }

  private mutating func addWriter(_ holder: Holder, of path: [UInt8]) {
    if !writings.contains(where: { $0.path == path }) {
      writings.append(Writing(path: path, holder: holder))
    }
  }

  private mutating func removeReader(_ holder: Holder, of path: [UInt8]) {
    guard let index = readings.firstIndex(where: { $0.path == path }) else { return }
    readings[index].holders.removeAll { $0 == holder }
    if readings[index].holders.isEmpty { readings.remove(at: index) }
  }
}

/// Other processes are at work on a path.
package struct RWLockBusyError: Error, Sendable, Equatable {
  package var path: [UInt8]
  package var holders: [RWLockTable.Holder]
}

/// Whether the paths are the same, or one lies below the other.
private func overlap(_ left: [UInt8], _ right: [UInt8]) -> Bool {
  RelativePath(bytes: left).overlaps(RelativePath(bytes: right))
}
