package import Formats
package import Terminal

extension Console {
  /// Prints `value` as DVC prints JSON: on one line, or indented on a terminal; nothing with `-q`.
  package func print(json value: Value) {
    let bytes = renderJSON(value, indent: outputIsTerminal ? 2 : nil)
    print(String(decoding: bytes, as: UTF8.self))
  }
}
