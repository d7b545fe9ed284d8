import FileAccess
import SystemPackage

extension DirectoryStore {
  func delete(_ keys: [ObjectKey]) -> [ObjectKey: TransportError] {
    var refused: [ObjectKey: TransportError] = [:]
    for key in keys {
      do throws(TransportError) { try delete(key) } catch { refused[key] = error }
    }
    return refused
  }

  private func delete(_ key: ObjectKey) throws(TransportError) {
    try checkCancellation(key)
    let wasThere: Bool
    do throws(FileError) {
      wasThere = try removeFile(path(of: key))
    } catch  where error.errno == .isDirectory {
      return
    } catch {
      throw TransportError(error, key: key)
    }
    if !wasThere { try requireRoot(key) }
  }
}
