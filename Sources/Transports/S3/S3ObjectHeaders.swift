import Basics
import Hashing

/// Headers that the remote's options ask for.
struct S3ObjectHeaders: Sendable, Equatable {
  struct Header: Sendable, Equatable {
    var name: String
    var value: String
  }

  /// Of requests that create an object: permissions, encryption by the server.
  var creating: [Header] = []
  /// Of all requests that write or read an object's bytes: the customer's own key.
  var always: [Header] = []
}

extension S3ObjectHeaders {
  /// Those that become headers as they are.
  private static let plain = [
    "acl": "x-amz-acl", "grant_read": "x-amz-grant-read",
    "grant_read_acp": "x-amz-grant-read-acp",
    "grant_write_acp": "x-amz-grant-write-acp",
    "grant_full_control": "x-amz-grant-full-control", "sse": "x-amz-server-side-encryption",
    "sse_kms_key_id": "x-amz-server-side-encryption-aws-kms-key-id",
  ]

  /// The options of a remote that become headers.
  static let options = Set(plain.keys).union(["sse_customer_algorithm", "sse_customer_key"])

  /// Takes `acl`, `grant_…` and `sse…` from the options of a remote.
  init(_ options: [String: String]) throws(CairnError) {
    for (option, header) in Self.plain.sorted(by: { $0.value < $1.value }) {
      guard let value = options[option], !value.isEmpty else { continue }
      creating.append(Header(name: header, value: value))
    }
    if options["acl"] != nil, options.keys.contains(where: { $0.hasPrefix("grant_") }) {
      throw .exclusive("`acl` and `grant_*`")
    }
    if let key = options["sse_customer_key"], !key.isEmpty {
      always = try Self.customerKey(key, options)
    }
  }

  private static func customerKey(
    _ key: String, _ options: [String: String]
  ) throws(CairnError) -> [Header] {
    if options["sse_kms_key_id"] != nil {
      throw .exclusive("`sse_kms_key_id` and `sse_customer_key`")
    }
    guard let bytes = Base64.decode(key) else {
      throw CairnError("`sse_customer_key` is not Base64", kind: .configuration)
    }
    let prefix = "x-amz-server-side-encryption-customer-"
    return [
      Header(name: prefix + "algorithm", value: options["sse_customer_algorithm"] ?? "AES256"),
      Header(name: prefix + "key", value: key),
      Header(name: prefix + "key-md5", value: Base64.encode(Digest(of: bytes).bytes)),
    ]
  }
}

extension CairnError {
  fileprivate static func exclusive(_ names: String) -> CairnError {
    CairnError("\(names) AWS S3 config options are mutually exclusive", kind: .configuration)
  }
}
