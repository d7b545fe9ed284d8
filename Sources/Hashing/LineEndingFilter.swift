/// The rule by which DVC 2 hashes text: in every chunk of 1 MiB that looks like text, CR LF becomes LF.
///
/// A chunk looks like text when its first 512 bytes hold no zero and at most 30 % bytes that are neither printable ASCII nor
/// LF, CR, TAB, FF or BS. A CR LF that two chunks share stays.
struct LineEndingFilter {
  static let chunkSize = 1 << 20

  private var chunk: [UInt8] = []

  /// Takes bytes off `rest` until a chunk is full, and returns it filtered; nil when `rest` is used up.
  mutating func take(from rest: inout Slice<UnsafeRawBufferPointer>) -> [UInt8]? {
    let part = rest.prefix(Self.chunkSize - chunk.count)
    chunk.append(contentsOf: UnsafeRawBufferPointer(rebasing: part))
    rest = rest.dropFirst(part.count)
    return chunk.count == Self.chunkSize ? takeRest() : nil
  }

  /// The bytes that no full chunk has taken, filtered.
  mutating func takeRest() -> [UInt8] {
    defer { chunk.removeAll(keepingCapacity: true) }
    return Self.isText(chunk.prefix(512)) ? Self.withoutCarriageReturns(chunk) : chunk
  }

  private static func isText(_ block: ArraySlice<UInt8>) -> Bool {
    var others = 0
    for byte in block {
      switch byte {
      case 0: return false
      case 0x20...0x7E, 0x08, 0x09, 0x0A, 0x0C, 0x0D: continue
      default: others += 1
      }
    }
    return others * 10 <= block.count * 3
  }

  /// Drops every CR that an LF follows.
  private static func withoutCarriageReturns(_ bytes: [UInt8]) -> [UInt8] {
    let carriageReturn = UInt8(ascii: "\r")
    guard bytes.contains(carriageReturn) else { return bytes }
    return [UInt8](unsafeUninitializedCapacity: bytes.count) { buffer, count in
      for (index, byte) in bytes.enumerated() {
        let next = index + 1 < bytes.count ? bytes[index + 1] : 0
        if byte == carriageReturn && next == UInt8(ascii: "\n") { continue }
        buffer[count] = byte
        count += 1
      }
    }
  }
}
