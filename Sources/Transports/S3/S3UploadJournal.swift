import Basics
import FileAccess
import Glibc
import Hashing
import SystemPackage

/// Remembers unfinished uploads, so that another process can go on with them: a small file for each,
/// `<state directory>/uploads/<MD5 of the object's place>`.
///
/// Nothing hangs on it: an entry that is lost, torn or another's costs requests, never a wrong object.
struct S3UploadJournal: Sendable {
  /// What makes the parts of one upload useful to another: if any of it differs, they are not.
  struct Subject: Sendable, Equatable {
    /// The URL of the object.
    var place: String
    var plan: S3PartPlan
    /// What the object must hash to.
    var check: ContentCheck
    /// A digest of the headers that the upload was created with.
    var headers: Digest

    var text: String {
      "\(place) \(plan.size) \(plan.partSize) \(check.algorithm) \(check.digest) \(headers)"
    }
  }

  /// Nanoseconds after which an entry is of no use to anybody.
  private static let staleAge: Int64 = 7 * 24 * 60 * 60 * 1_000_000_000

  private let directory: FilePath

  /// - Parameter stateDirectory: `.dvc/tmp/cairn`.
  init(in stateDirectory: FilePath) {
    directory = stateDirectory.appending("uploads")
  }

  /// The entry of an upload, locked until the last reference goes.
  ///
  /// Nil when somebody else has it, and where nothing can be written.
  func entry(for subject: Subject) -> S3JournalEntry? {
    let path = directory.appending(Digest(of: subject.place.utf8).hex)
    do {
      try makeDirectories(directory)
      for _ in 0..<3 {
        let file = try OpenFile(path, .lock, flags: O_RDWR | O_CREAT | O_NOFOLLOW)
        guard try file.tryToLock() else { return nil }
        // Whoever had it before may have removed it meanwhile.
        if try FileStatus.ifExists(at: path)?.inode == file.status().inode {
          return S3JournalEntry(file, subject.text)
        }
      }
    } catch {
      // Without a journal an upload cannot be gone on with, but it can be made.
    }
    return nil
  }

  /// Removes entries that nobody came back to for a week.
  func removeOld() {
    // What stays is small, and the next run comes by again.
    guard let now = try? fileSystemTime(in: directory), let names = try? directoryNames(directory)
    else { return }
    for name in names {
      let path = directory.appending(pathBytes: name)
      guard let status = try? FileStatus.ifExists(at: path),
        now - status.modified > Self.staleAge,
        let file = try? OpenFile(path, .lock, flags: O_RDWR | O_NOFOLLOW),
        (try? file.tryToLock()) == true
      else { continue }
      _ = try? removeFile(path)
    }
  }
}

/// One upload's place in the journal, which no other process has at the same time.
///
/// Goes with its file when it has nothing to remember.
final class S3JournalEntry: Sendable {
  struct Note: Sendable, Equatable {
    /// S3's name of the upload.
    var id: String
    /// Whether we created the upload; others' are not ours to abort.
    var isOurs: Bool
  }

  /// The most bytes that an entry has.
  private static let mostBytes = 16 << 10

  private let file: OpenFile
  private let subject: String

  fileprivate init(_ file: consuming OpenFile, _ subject: String) {
    self.file = file
    self.subject = subject
  }

  deinit {
    if note == nil { _ = try? removeFile(file.path) }  // an empty file that stays does no harm
  }

  /// What an earlier process wrote about the same upload.
  var note: Note? {
    let lines = content.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count == 4, lines[0] == subject, !lines[1].isEmpty, lines[3].isEmpty,
      ["created", "found"].contains(lines[2])
    else { return nil }
    return Note(id: String(lines[1]), isOurs: lines[2] == "created")
  }

  func write(_ note: Note) {
    let text = Array("\(subject)\n\(note.id)\n\(note.isOurs ? "created" : "found")\n".utf8)
    // What is not remembered is found by listing, or sent again.
    try? text.withUnsafeBytes { bytes in
      try file.truncate(to: 0)
      try file.write(bytes, at: 0)
    }
  }

  func clear() {
    try? file.truncate(to: 0)  // then it names an upload that is gone, which the server will say
  }

  private var content: String {
    let bytes = [UInt8](unsafeUninitializedCapacity: Self.mostBytes) { buffer, count in
      count = (try? file.fill(UnsafeMutableRawBufferPointer(buffer), from: 0)) ?? 0
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
