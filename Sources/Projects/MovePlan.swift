import Basics
import FileAccess
import Formats
import Pipelines
import SystemPackage

/// What `move` does: where the data go, and which pointer file says so.
struct MovePlan: Sendable {
  /// The output as it is tracked now.
  var output: Output
  var source: RelativePath
  var destination: RelativePath
  /// The pointer file as it is now.
  var oldFile: RelativePath
  /// The pointer file afterwards, which may be the same.
  var newFile: RelativePath
  var newPointer: PointerFile
  /// Whether the pointer file is named after the output, and so gets another name with it.
  var isNamedAfterOutput: Bool

  var renamesFile: Bool { oldFile != newFile }
}

extension MovePlan {
  /// - Parameters:
  ///   - source: the path of one of the stage's outputs.
  ///   - root: the project's.
  init?(_ stage: Stage, _ source: RelativePath, to destination: RelativePath, root: FilePath) {
    guard case .pointer(let pointer) = stage.definition,
      let index = stage.outs.firstIndex(where: { $0.path == source })
    else { return nil }
    output = stage.outs[index]
    self.source = source
    self.destination = destination
    oldFile = stage.address.file
    newPointer = pointer
    isNamedAfterOutput =
      oldFile.name.elementsEqual(source.name + Array(".dvc".utf8)) && pointer.outs.count == 1
    if isNamedAfterOutput {
      newFile = RelativePath(bytes: destination.bytes + Array(".dvc".utf8))
      newPointer.wdir = nil
      newPointer.outs[0].path = String(decoding: destination.name, as: UTF8.self)
      adjustDependencies(from: stage.workingDirectory, root)
    } else {
      newFile = oldFile
      newPointer.outs[index].path = destination.relative(to: stage.workingDirectory).string
    }
    newPointer.md5 = StageChecksum.of(newPointer)
  }

  /// Relative paths of dependencies start at the pointer file.
  private mutating func adjustDependencies(from directory: RelativePath, _ root: FilePath) {
    for index in newPointer.deps.indices where newPointer.deps[index].repository == nil {
      let text = newPointer.deps[index].path
      switch Location(text, from: directory, root: root) {
      case .inside(let path): newPointer.deps[index].path = path.relative(to: newFile.parent).string
      case .outside(let path) where !FilePath(text).isAbsolute:
        newPointer.deps[index].path = relativeText(path, from: root.appending(newFile.parent))
      case .outside, .url: break
      }
    }
  }
}
