import Basics
import FileAccess
import Hashing
import SystemPackage

extension DirectoryStore {
  func upload(
    _ source: UploadSource, to key: ObjectKey, verifying check: ContentCheck?,
    progress: any ProgressObserver
  ) throws(TransportError) {
    let attempt = RevocableProgress(progress)
    do throws(TransportError) {
      try uploadOnce(source, to: key, verifying: check, progress: attempt)
    } catch  where error.isCrossDevice {
      attempt.revoke()
      temporaries.stayBesideTargets()
      try uploadOnce(source, to: key, verifying: check, progress: progress)
    }
  }

  private func uploadOnce(
    _ source: UploadSource, to key: ObjectKey, verifying check: ContentCheck?,
    progress: any ProgressObserver
  ) throws(TransportError) {
    var reader = try SourceReader(source, for: key, verifying: check, isHashedElsewhere: true)
    let writing = try DirectoryWriting(self, key, isChecked: check != nil)
    let digest = try copy(&reader, into: writing, check?.algorithm ?? .md5, key, progress)
    try reader.finish(digest)
    try writing.publish()
  }

  private func copy(
    _ reader: inout SourceReader, into writing: DirectoryWriting, _ algorithm: HashAlgorithm,
    _ key: ObjectKey, _ progress: any ProgressObserver
  ) throws(TransportError) -> Digest {
    let hasher = PieceHasher(algorithm, pieceSize: reader.pieceSize, size: reader.size)
    while true {
      try checkCancellation(key)
      let count = try hasher.hashPiece { (room) throws(TransportError) in
        let count = try reader.read(into: room)
        try writing.write(UnsafeRawBufferPointer(rebasing: room[..<count]))
        return count
      }
      if count == 0 { return hasher.finish() }
      progress.observe(.advanced(files: 0, bytes: Int64(count)))
    }
  }
}

extension TransportError {
  /// Whether temporaries lie on another file system than their targets.
  var isCrossDevice: Bool { (cause as? FileError)?.errno == .improperLink }
}
