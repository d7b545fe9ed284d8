/// Something that every transport must do, whatever it speaks to.
///
/// A check needs an empty place of its own, leaves what it put there, and throws a
/// `ConformanceFailure` that says what was wrong.
package struct ConformanceCheck: Sendable {
  /// What is checked: `refuses wrong content`.
  package let name: String
  /// Whether it is about listing or deleting, which not every transport can (`TransportTraits.canList`).
  package let needsListing: Bool
  package let run: @Sendable (ConformanceSite) async throws -> Void

  package init(
    _ name: String, needsListing: Bool = false,
    run: @escaping @Sendable (ConformanceSite) async throws -> Void
  ) {
    self.name = name
    self.needsListing = needsListing
    self.run = run
  }

  /// All of them.
  package static var all: [ConformanceCheck] {
    objectChecks + rangeChecks + listingChecks + deletionChecks + integrityChecks + sourceChecks
      + concurrencyChecks + cancellationChecks
  }
}

/// A transport does not do what `Transport` promises.
package struct ConformanceFailure: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) {
    self.description = description
  }
}

func require(
  _ condition: @autoclosure () throws -> Bool, _ failure: @autoclosure () -> String
) throws {
  guard try condition() else { throw ConformanceFailure(failure()) }
}

func requireEqual<Value: Equatable>(_ found: Value, _ expected: Value, _ what: String) throws {
  try require(found == expected, "\(what): found \(found), expected \(expected)")
}

/// Makes sure that `body` fails with an error of one of `kinds`, and returns it.
@discardableResult
func requireFailure(
  _ kinds: TransportError.Kind..., doing what: String,
  _ body: () async throws(TransportError) -> Void
) async throws -> TransportError {
  do throws(TransportError) {
    try await body()
  } catch  where kinds.contains(error.kind) {
    return error
  } catch {
    throw ConformanceFailure("\(what): failed with \(error.kind) (\(error.detail)), not \(kinds)")
  }
  throw ConformanceFailure("\(what): succeeded, though it must fail with \(kinds)")
}
