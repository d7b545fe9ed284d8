import Glibc

/// Through which proxies requests go, by the variables that curl, wget and Python read.
struct ProxySettings: Sendable, Equatable {
  /// For `http://`.
  private var plain: String?
  /// For `https://`.
  private var encrypted: String?
  /// Of `no_proxy`, in lower case.
  private var exceptions: [Substring] = []

  /// No proxy.
  init() {}

  /// Names in lower case win; an empty variable in lower case hides the other, as in Python.
  init(_ environment: [String: String]) {
    func variable(_ name: String) -> String? {
      let text = environment[name] ?? environment[name.uppercased()]
      return text?.isEmpty == true ? nil : text
    }
    let other = variable("all_proxy")
    plain = variable("http_proxy") ?? other
    encrypted = variable("https_proxy") ?? other
    exceptions = (variable("no_proxy") ?? "").lowercased().split { $0 == "," || $0.isWhitespace }
  }

  /// The URL of the proxy for requests to `url`; nil where there is none.
  func proxy(for url: String) -> String? {
    guard plain != nil || encrypted != nil, let address = HTTPAddress(url),
      let proxy = address.isTLS ? encrypted : plain,
      !isException(address)
    else { return nil }
    return proxy
  }

  /// Whether `no_proxy` names the host, with or without its port, a domain that it is in, or its network.
  private func isException(_ address: HTTPAddress) -> Bool {
    let host = address.hostName.lowercased()
    let withPort = address.hostAndPort.lowercased()
    return exceptions.contains { exception in
      let name = exception.drop { $0 == "." }
      let domain = "." + name
      return exception == "*" || [host, withPort, "[\(host)]"].contains { $0 == name }
        || host.hasSuffix(domain) || withPort.hasSuffix(domain) || Self.network(name, has: host)
    }
  }

  /// Whether an address is in a network such as `10.0.0.0/8`.
  private static func network(_ network: Substring, has host: String) -> Bool {
    let parts = network.split(separator: "/", maxSplits: 1).map(String.init)
    guard parts.count == 2, let length = Int(parts[1]), let start = address(parts[0]),
      let address = address(host), address.count == start.count,
      (0...(address.count * 8)).contains(length)
    else { return false }
    return (0..<length).allSatisfy { bit in
      (address[bit / 8] ^ start[bit / 8]) & (0x80 >> (bit % 8)) == 0
    }
  }

  /// The bytes of an address of IPv4 or IPv6.
  private static func address(_ text: String) -> [UInt8]? {
    for (family, size) in [(AF_INET, 4), (AF_INET6, 16)] {
      var bytes = [UInt8](repeating: 0, count: size)
      if inet_pton(family, text, &bytes) == 1 { return bytes }
    }
    return nil
  }

  /// The URL of a proxy without name and password.
  static func shown(_ proxy: String) -> String {
    guard let at = proxy.lastIndex(of: "@") else { return proxy }
    let scheme = proxy.firstRange(of: "://").map { proxy[..<$0.upperBound] } ?? ""
    return String(scheme + proxy[proxy.index(after: at)...])
  }
}
