package import Basics

extension RWLockTable {
  private static let schema: Schema = .mapping([
    Schema.optional("read", .keyed(.items([holderSchema]))),
    Schema.optional("write", .keyed(holderSchema)),
  ])

  private static let holderSchema: Schema = .mapping([
    Schema.required("pid", .integer), Schema.required("cmd", .string),
  ])

  /// Parses the JSON of the file.
  ///
  /// - Parameter name: what errors call it, such as `.dvc/tmp/rwlock`.
  package init(parsing bytes: [UInt8], name: String) throws(RWLockFileError) {
    let document: Value
    do {
      document = try parseJSON(bytes)
    } catch {
      throw .corrupted(name: name, detail: error.description)
    }
    if let complaint = Self.schema.complaints(about: document).first {
      throw .invalid(name: name, detail: complaint.pythonText)
    }
    self.init()
    for (path, holders) in document.map?["read"]?.map?.pairs ?? [] {
      add(path, holders.array?.compactMap(Holder.init) ?? [])
    }
    for (path, holder) in document.map?["write"]?.map?.pairs ?? [] {
      if let holder = Holder(holder) { add(path, holder) }
    }
  }

  /// The JSON of the file.
  package func rendered() -> [UInt8] {
    var read = Value.Mapping()
    var write = Value.Mapping()
    for entry in readings {
      read[text(entry.path)] = .array(entry.holders.map(\.value))
    }
    for entry in writings { write[text(entry.path)] = entry.holder.value }
    return renderJSON(["read": .map(read), "write": .map(write)])
  }

  private func text(_ path: [UInt8]) -> String { String(decoding: path, as: UTF8.self) }
}

extension RWLockTable.Holder {
  fileprivate init?(_ value: Value) {
    guard let process = value.map?["pid"], let command = value.map?["cmd"]?.string else {
      return nil
    }
    self.init(processID: process.integer ?? (process.bool == true ? 1 : 0), command: command)
  }

  fileprivate var value: Value { ["pid": .integer(processID), "cmd": .string(command)] }
}

/// The file cannot be read.
package enum RWLockFileError: UserFacingError, Equatable {
  case corrupted(name: String, detail: String)
  case invalid(name: String, detail: String)

  package var userError: CairnError {
    switch self {
    case .corrupted(let name, let detail):
      CairnError(
        "Unable to read RWLock-file '\(name)'. JSON structure is corrupted", causes: [detail])
    case .invalid(let name, let detail):
      CairnError("RWLock-file '\(name)' format error.", causes: [detail])
    }
  }
}
