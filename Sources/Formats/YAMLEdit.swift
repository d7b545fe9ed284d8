/// Changes a document so that it says `value`.
///
/// Comments, the order of keys and every byte of what does not change stay. New keys come last in
/// their mapping; a list of equal length is changed item by item, another one is written anew. Line
/// ends become LF and a byte order mark goes, as in DVC. Values at the paths in `wholesale` are
/// written anew when they, or the order of their keys, differ.
///
/// The result parses to `value`: where a change cannot be made in place, the document is written
/// from scratch.
package func editYAML(
  _ original: [UInt8], to value: Value, wholesale: Set<[YAMLPathStep]> = []
) throws(YAMLSyntaxError) -> [UInt8] {
  let document = try YAMLDocument(bytes: original.withUnixLines)
  if document.value == value, wholesale.isEmpty { return original }
  let edited = edit(document, to: value, wholesale)
  // An edit that breaks the document, by aliases for example, is not an error.
  guard let result = try? YAMLDocument(bytes: edited), result.value == value else {
    return renderYAML(value)
  }
  return edited == document.bytes ? original : edited
}

/// Adds an item to the list at a key of the document; everything else keeps its bytes.
///
/// - Returns: nil when there is no list in block style with items in it, or it cannot be added to in place.
func appendYAML(
  _ item: Value, toListAt key: String, of original: [UInt8]
) throws(YAMLSyntaxError) -> [UInt8]? {
  let document = try YAMLDocument(bytes: original.withUnixLines)
  guard let node = document.node(at: [.key(key)]), case .sequence(let items) = node.content,
    !node.isFlow, !items.isEmpty, var wanted = document.value.map
  else { return nil }
  wanted[key] = .array((wanted[key]?.array ?? []) + [item])
  var editor = YAMLEditor(document.bytes, wholesale: [])
  editor.append(item, to: node, items)
  let edited = editor.edited()
  // An edit that breaks the document is not an error.
  guard let result = try? YAMLDocument(bytes: edited), result.value == .map(wanted) else {
    return nil
  }
  return edited
}

private func edit(
  _ document: YAMLDocument, to value: Value, _ wholesale: Set<[YAMLPathStep]>
) -> [UInt8] {
  guard let root = document.root else { return document.bytes + renderYAML(value) }
  var editor = YAMLEditor(document.bytes, wholesale: wholesale)
  let isPatched = editor.patch(root, from: document.value, to: value, at: [])
  return isPatched ? editor.edited() : renderYAML(value)
}

extension [UInt8] {
  /// The bytes without a byte order mark, with LF at the end of every line.
  fileprivate var withUnixLines: [UInt8] {
    let text = starts(with: [0xEF, 0xBB, 0xBF]) ? self[3...] : self[...]
    var result: [UInt8] = []
    result.reserveCapacity(text.count + 1)
    for byte in text {
      if byte == UInt8(ascii: "\n"), result.last == UInt8(ascii: "\r") { result.removeLast() }
      result.append(byte)
    }
    if let last = result.last, last != UInt8(ascii: "\n") { result.append(UInt8(ascii: "\n")) }
    return result
  }
}
