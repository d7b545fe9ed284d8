package import Basics
import FileAccess
import Formats
import SourceControl
import SystemPackage

/// The files for Git that a command wrote: pointer files, lock files and `.gitignore` files.
package struct ProjectChanges: Sendable {
  let project: Project
  /// A change of ours to a file, to be made to whichever version of it is at hand.
  struct Edit: Sendable {
    var file: RelativePath
    /// No bytes stand for no file.
    var apply: @Sendable (_ old: [UInt8]?) -> [UInt8]?
  }

  private(set) var edits: [Edit] = []
  /// In the order in which they were written first.
  package private(set) var files: [RelativePath] = []
  /// Files that are neither staged nor hinted at, as DVC does it: emptied `.gitignore` files.
  private var unhinted: Set<RelativePath> = []
  /// The lines that were added to `.gitignore` files: the directory and the name in it.
  package private(set) var ignored: [(directory: RelativePath, name: [UInt8])] = []
  /// Outputs whose files could not be linked from the cache, as the user addresses them.
  package private(set) var unlinked: [String] = []
  /// Lines for the user, such as `Updating lock file 'dvc.lock'`.
  package private(set) var messages: [String] = []

  init(_ project: Project) {
    self.project = project
  }

  mutating func note(_ message: String) {
    messages.append(message)
  }

  /// The same, unless it was the last thing said.
  mutating func noteOnce(_ message: String) {
    if messages.last != message { messages.append(message) }
  }

  mutating func noteUnlinked(_ file: RelativePath) {
    unlinked.append(project.shown(file))
  }

  package func merging(_ other: ProjectChanges) -> ProjectChanges {
    var merged = self
    merged.files += other.files.filter { !files.contains($0) }
    merged.ignored += other.ignored
    merged.unlinked += other.unlinked
    merged.messages += other.messages
    merged.edits += other.edits
    merged.unhinted.formUnion(other.unhinted)
    return merged
  }

  package var hasSourceControl: Bool { project.git != nil }
  package var stagesAutomatically: Bool { hasSourceControl && project.settings.stagesAutomatically }

  /// The files as the user sees them from the current directory.
  package var shownFiles: [String] { files.map(project.shown) }

  /// The files that the user is told to give to Git.
  package var hintedFiles: [String] { filesForGit.map(project.shown) }

  private var filesForGit: [RelativePath] { files.filter { !unhinted.contains($0) } }

  /// Takes the files into Git's index.
  package func stage() throws {
    try project.git?.stage(filesForGit.map(project.absolute))
  }

  /// Writes a pointer file; one that is there keeps its comments and the order of its keys.
  mutating func write(_ pointer: PointerFile, to file: RelativePath) throws {
    let original = try readFileIfExists(project.absolute(file))
    try write(pointer.rendered(over: original), to: file, replacing: original) { old in
      pointer.contentsPatched(into: old)
    }
  }

  /// - Parameter edit: makes the same change to another version of the file; nil where it cannot.
  mutating func write(
    _ bytes: [UInt8], to file: RelativePath, replacing original: [UInt8]?,
    edit: @escaping @Sendable (_ old: [UInt8]) -> [UInt8]?
  ) throws {
    try put(bytes, at: file, replacing: original)
    note(file)
    edits.append(Edit(file: file) { old in old.flatMap(edit) ?? bytes })
  }

  /// Gives a file other bytes in one step; no bytes delete it.
  private func put(_ bytes: [UInt8]?, at file: RelativePath, replacing original: [UInt8]?) throws {
    if bytes == original { return }
    project.ledger.note(project.root)
    let path = project.absolute(file)
    guard let bytes else {
      try removeFile(path)
      return
    }
    // The old bytes were safe: the new ones must be before they take their name.
    try writeAtomically(
      bytes, to: path,
      temporaryDirectory: temporaryHome(for: path, preferred: project.stagingDirectory),
      sync: original != nil && project.ledger.isEnabled)
  }

  /// Changes a file that is there.
  ///
  /// - Parameter edit: gets the bytes of any version of the file; no bytes delete it.
  mutating func rewrite(
    _ file: RelativePath, _ edit: @escaping @Sendable ([UInt8]) throws -> [UInt8]?
  ) throws {
    guard let original = try readFileIfExists(project.absolute(file)) else { return }
    let bytes = try edit(original)
    if bytes == original { return }
    try put(bytes, at: file, replacing: original)
    note(file)
    edits.append(
      Edit(file: file) { old in
        // A version that cannot be parsed has nothing that could be changed.
        old.flatMap { old in (try? edit(old)) ?? nil }
      })
  }

  mutating func delete(_ file: RelativePath) throws {
    try put(nil, at: file, replacing: [])
    note(file)
    edits.append(Edit(file: file) { _ in nil })
  }

  /// Notes a file that was written by an earlier command.
  mutating func note(written file: RelativePath) throws {
    guard let bytes = try readFileIfExists(project.absolute(file)) else { return }
    note(file)
    edits.append(Edit(file: file) { _ in bytes })
  }

  private mutating func note(_ file: RelativePath, isHinted: Bool = true) {
    if !files.contains(file) { files.append(file) }
    if isHinted { unhinted.remove(file) } else { unhinted.insert(file) }
  }

  /// Refuses an output that Git holds itself, all of it or a part.
  func refuseTracked(_ output: RelativePath) throws {
    guard let git = project.git, try git.isTracked(project.absolute(output)) else {
      return
    }
    let name = project.shown(output)
    throw CairnError(
      """
       output '\(name)' is already tracked by SCM (e.g. Git).
          You can remove it from Git, then add to DVC.
              To stop tracking from Git:
                  git rm -r --cached '\(name)'
                  git commit -m "stop tracking \(name)"\u{20}
      """)
  }

  /// Makes Git ignore an output, unless some rule does already.
  mutating func ignore(_ output: RelativePath) throws {
    guard let git = project.git, try !git.isIgnored(project.absolute(output)) else {
      return
    }
    let file = output.parent.appending(".gitignore")
    let original = try readFileIfExists(project.absolute(file))
    var ignore = GitIgnoreFile(original ?? [])
    ignore.add(output.name)
    let name = Array(output.name)
    try write(ignore.bytes, to: file, replacing: original) { old in
      var ignore = GitIgnoreFile(old)
      if !ignore.contains(name) { ignore.add(name) }
      return ignore.bytes
    }
    ignored.append((output.parent, Array(output.name)))
  }

  /// Takes back the line that makes Git ignore an output; a `.gitignore` that is empty then goes.
  mutating func unignore(_ output: RelativePath) throws {
    guard project.git != nil else { return }
    let file = output.parent.appending(".gitignore")
    let name = Array(output.name)
    let edit: @Sendable ([UInt8]) -> [UInt8]? = { old in
      var ignore = GitIgnoreFile(old)
      ignore.remove(name)
      return ignore.bytes.isEmpty ? nil : ignore.bytes
    }
    edits.append(Edit(file: file) { old in old.flatMap(edit) })
    guard let original = try readFileIfExists(project.absolute(file)) else { return }
    let bytes = edit(original)
    try put(bytes, at: file, replacing: original)
    note(file, isHinted: bytes != nil)
  }

  /// Takes back the lines that were added to `.gitignore` files.
  mutating func rollBackIgnoreFiles() throws {
    for (directory, name) in ignored {
      let path = project.absolute(directory).appending(".gitignore")
      guard let bytes = try readFileIfExists(path) else { continue }
      var ignore = GitIgnoreFile(bytes)
      guard ignore.remove(name) else { continue }
      try put(
        ignore.bytes.isEmpty ? nil : ignore.bytes, at: directory.appending(".gitignore"),
        replacing: bytes)
    }
    ignored = []
  }
}
