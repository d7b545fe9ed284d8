import Basics
package import Formats
package import Terminal

extension Console {
  /// Prints `value` as DVC prints JSON: on one line, or indented on a terminal; nothing with `-q`.
  package func print(json value: Value) {
    let bytes = renderJSON(value, indent: outputIsTerminal ? 2 : nil)
    print(String(decoding: bytes, as: UTF8.self))
  }
}

extension CommandContext {
  /// Runs what a document of `--json` is made of. When it fails, the error is the document.
  func documented<Result>(
    _ printsJSON: Bool, _ body: () async throws -> Result
  ) async throws -> Result {
    do {
      return try await body()
    } catch let error as any UserFacingError {
      if printsJSON {
        let shown = error.userError
        console.print(json: [
          "error": [
            "kind": .string(shown.kind.rawValue), "message": .string(shown.fullMessage),
          ]
        ])
      }
      throw error
    }
  }
}
