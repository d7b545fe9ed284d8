import Basics
import FileAccess
import Formats
import Objects
import SystemPackage

/// What `move` is asked to do.
package struct MoveRequest: Sendable {
  /// A tracked file or directory.
  package var source: String
  /// Its new path, or a directory to put it into.
  package var destination: String

  package init(_ source: String, to destination: String) {
    self.source = source
    self.destination = destination
  }
}

/// Gives tracked data another name or place, with their pointer file and their line in `.gitignore`.
package struct Move {
  private let project: Project
  private let workspace: Workspace
  private let request: MoveRequest
  private let journal: MoveJournal
  private var changes: ProjectChanges

  package init(_ project: Project, _ request: MoveRequest) throws {
    self.project = project
    self.request = request
    workspace = try Workspace(project)
    journal = MoveJournal(project)
    changes = ProjectChanges(project)
  }

  package mutating func run() throws -> ProjectChanges {
    if let entry = try unfinished() {
      if try isDone(entry) {
        try changes.note(written: entry.newFile)
        return try finished()
      }
      if let plan = try restOfPlan(entry) { return try apply(plan, isResumed: true) }
    }
    return try apply(MovePlanner(project, request).plan(), isResumed: false)
  }

  private mutating func apply(_ plan: MovePlan, isResumed: Bool) throws -> ProjectChanges {
    let paths = [plan.source, plan.destination].map(project.absolute)
    try project.withPathsLocked(writing: paths) { try perform(plan, isResumed: isResumed) }
    return try finished()
  }

  /// The journal ends when there is nothing left to do, not even for the disk.
  private func finished() throws -> ProjectChanges {
    try project.settle()
    try journal.end()
    return changes
  }

  private mutating func perform(_ plan: MovePlan, isResumed: Bool) throws {
    try begin(plan)
    do {
      try save(plan)
      try rename(plan, isResumed: isResumed)
      try record(plan)
    } catch {
      try changes.rollBackIgnoreFiles()
      if try isHere(plan.source) { try journal.end() }
      throw error
    }
  }

  private func isHere(_ path: RelativePath) throws -> Bool {
    try FileStatus.ifExists(at: project.absolute(path), followingLinks: false) != nil
  }

  private var requested: FilePath {
    project.absolute(project.directory).pushing(FilePath(request.destination))
      .lexicallyNormalized()
  }

  private func begin(_ plan: MovePlan) throws {
    try journal.begin(
      MoveJournal.Entry(
        source: plan.source, requested: requested, destination: plan.destination,
        oldFile: plan.oldFile, newFile: plan.newFile))
  }

  /// The pointer file goes last, so that a command that was killed can be repeated.
  private mutating func record(_ plan: MovePlan) throws {
    if plan.output.isHiddenFromGit {
      try changes.unignore(plan.source)
      try changes.ignore(plan.destination)
    }
    try FailPoint.hit("move-ignored")
    try changes.write(plan.newPointer, to: plan.newFile)
    try FailPoint.hit("move-written")
    if plan.renamesFile { try changes.delete(plan.oldFile) }
    try FailPoint.hit("move-recorded")
  }
}

// MARK: - The data

extension Move {
  /// Stores the data as they are now, as DVC does, though the pointer file goes on saying what was
  /// recorded.
  private func save(_ plan: MovePlan) throws {
    let place = try isHere(plan.source) ? plan.source : plan.destination
    let path = project.absolute(place)
    guard try FileStatus.ifExists(at: path) != nil else { return }
    try workspace.warnIfEmpty(place, shown: plan.destination)
    let isCached = plan.output.entry.cache
    let saver = OutputSaver(workspace, stores: isCached, relinks: isCached)
    _ = try saver.save(place, replacing: plan.output)
  }

  private func rename(_ plan: MovePlan, isResumed: Bool) throws {
    let (from, to) = (project.absolute(plan.source), project.absolute(plan.destination))
    guard try isHere(plan.source) else {
      if try workspace.isAbsent(plan.output) {
        try workspace.records.copy(from, to: to)
        try workspace.noteMoved(plan.source, to: plan.destination)
      } else if !isResumed {
        project.warn("\(pythonQuoted(from.bytes)) missing")
      }
      return
    }
    project.ledger.note(project.root)
    try workspace.records.copy(from, to: to)
    try makeDirectories(to.removingLastComponent())
    do throws(FileError) {
      try renameFile(from, to: to)
    } catch {
      throw error.errno == .improperLink ? otherFileSystem(plan) : error
    }
    try FailPoint.hit("move-renamed")
    try workspace.noteMoved(plan.source, to: plan.destination)
  }

  private func otherFileSystem(_ plan: MovePlan) -> any Error {
    CairnError(
      "'\(project.shown(plan.destination))' is on another file system",
      hints: ["Nothing was moved. Copy the data there, and track them anew with `cairn add`."])
  }
}

// MARK: - A move that was killed

extension Move {
  /// A move like this one that did not come to its end, whose data have left their place.
  private func unfinished() throws -> MoveJournal.Entry? {
    let source = Location(request.source, from: project.directory, root: project.root).path
    guard let entry = try journal.unfinished(), entry.requested == requested,
      entry.source == source, try !isHere(entry.source)
    else { return nil }
    return entry
  }

  /// Whether only the end of the journal is missing.
  private func isDone(_ entry: MoveJournal.Entry) throws -> Bool {
    if entry.oldFile != entry.newFile, try isHere(entry.oldFile) { return false }
    let stages = try project.index.stages(inFile: entry.newFile)
    return stages.contains { $0.outs.contains { $0.path == entry.destination } }
  }

  /// nil when the files are not what the move left.
  private func restOfPlan(_ entry: MoveJournal.Entry) throws -> MovePlan? {
    guard let stage = try project.index.stages(inFile: entry.oldFile).first,
      let plan = MovePlan(stage, entry.source, to: entry.destination, root: project.root),
      plan.newFile == entry.newFile
    else { return nil }
    let there = try project.index.stages(inFile: entry.newFile).first
    guard plan.renamesFile, case .pointer(let pointer)? = there?.definition else { return plan }
    return pointer == plan.newPointer ? plan : nil
  }
}
