/// An element of an XML document, as far as the answers of S3 and WebDAV need it: no attributes, no mixed content.
struct XMLElement: Sendable, Equatable {
  /// As written, with a prefix where there is one.
  var name: [UInt8]
  var children: [XMLElement] = []
  /// What stands in the element itself, with references replaced.
  var content: [UInt8] = []

  init(name: [UInt8]) {
    self.name = name
  }

  /// The first child of that name.
  subscript(name: StaticString) -> XMLElement? {
    children.first { $0.isNamed(name) }
  }

  func all(_ name: StaticString) -> [XMLElement] {
    children.filter { $0.isNamed(name) }
  }

  func isNamed(_ name: StaticString) -> Bool {
    self.name.elementsEqual(
      UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
  }

  /// The content as text; bytes that are not UTF-8 show as U+FFFD.
  var text: String { String(decoding: content, as: UTF8.self) }

  /// The text of the first child of that name, when there is one that is not empty.
  func text(_ name: StaticString) -> String? {
    guard let child = self[name], !child.content.isEmpty else { return nil }
    return child.text
  }
}
