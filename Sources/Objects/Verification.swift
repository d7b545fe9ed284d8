package import Hashing

/// What a look at stored objects found.
package struct Verification: Sendable, Equatable {
  /// Objects that are there.
  package var listed = 0
  /// Objects whose bytes were read and hashed, and how many bytes these were.
  package var read = 0
  package var bytes: Int64 = 0
  /// Objects that nobody read, and of which the server says that they have the right MD5.
  package var vouched = 0
  /// Objects that nobody read, with an entity tag like an MD5 that is another: only reading tells.
  package var doubtful = 0
  package var faults: [Fault] = []

  package init() {}

  /// What is wrong with one object.
  package struct Fault: Sendable, Equatable {
    package enum Kind: String, Sendable {
      /// Its bytes hash to something else.
      case corrupt
      /// It is longer or shorter than it should be.
      case wrongSize = "wrong-size"
      case unreadable
      /// A list of files that is there names it, or the workspace needs it, and it is not.
      case missing
    }

    package var id: ObjectID
    package var kind: Kind
    package var detail: String

    package init(_ id: ObjectID, _ kind: Kind, _ detail: String) {
      self.id = id
      self.kind = kind
      self.detail = detail
    }
  }

  mutating func merge(_ other: Verification) {
    listed += other.listed
    read += other.read
    bytes += other.bytes
    vouched += other.vouched
    doubtful += other.doubtful
    faults += other.faults
  }
}

/// Which objects are read, when not all are.
package struct VerificationSample: Sendable {
  /// Of all objects, from 0 to 1.
  package var share: Double
  private let seed: UInt64

  package static let all = VerificationSample(share: 1, seed: 0)

  /// - Parameter seed: another one chooses other objects.
  package init(share: Double, seed: UInt64 = .random(in: .min ... .max)) {
    self.share = share
    self.seed = seed
  }

  package func contains(_ id: ObjectID) -> Bool {
    if share >= 1 { return true }
    // Digests are as good as random already; the seed picks another part of them each time.
    let mixed = (id.digest.low ^ seed) &* 0x9E37_79B9_7F4A_7C15
    return Double(mixed >> 11) / Double(1 << 53) < share
  }
}
