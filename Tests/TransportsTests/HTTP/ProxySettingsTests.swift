import Testing

@testable import Transports

/// Which proxy a request takes, as Python has it for DVC.
struct ProxySettingsTests {
  @Test(arguments: [
    ([:], nil, nil), (["http_proxy": "p"], "p", nil), (["HTTPS_PROXY": "p"], nil, "p"),
    (["http_proxy": "lower", "HTTP_PROXY": "upper"], "lower", nil),
    (["http_proxy": "", "HTTP_PROXY": "upper"], nil, nil),
    (["all_proxy": "a", "https_proxy": "p"], "a", "p"), (["ALL_PROXY": "a"], "a", "a"),
  ])
  func areTakenFromVariables(
    _ environment: [String: String], _ plain: String?, _ encrypted: String?
  ) {
    let proxies = ProxySettings(environment)
    #expect(proxies.proxy(for: "http://host/x") == plain)
    #expect(proxies.proxy(for: "https://host/x") == encrypted)
  }

  @Test(arguments: [
    ("a.b", "http://a.b/x", true), ("a.b", "http://x.A.B/x", true), ("a.b", "http://xa.b/", false),
    (" .c.d,e", "http://c.d", true), ("x, .c.d", "http://y.c.d", true), ("x y", "http://y", true),
    ("e:8080", "http://e:8080/", true), ("e:8080", "http://e:8081/", false),
    ("e:80", "http://e", true), ("e:443", "https://e", true), ("e:80", "https://e", false),
    ("*", "https://e", true), ("", "http://e", false), ("e", "http://e:8080", true),
    ("127.0.0.1", "http://127.0.0.1:9", true), ("10.0.0.0/8", "http://10.1.2.3/", true),
    ("10.0.0.0/8", "http://11.1.2.3/", false), ("10.0.0.0/33", "http://10.1.2.3/", false),
    ("10.1.2.2/31", "http://10.1.2.3/", true), ("fd00::/8", "http://[fd12::1]:9/", true),
    ("fd00::/8", "http://10.1.2.3/", false), ("::1", "http://[::1]:9/", true),
    ("[::1]", "http://[::1]/", true), ("[::1]:9", "http://[::1]:9/", true),
  ])
  func leaveOutWhatIsExcepted(_ exceptions: String, _ url: String, _ isException: Bool) {
    let variables = ["all_proxy": "proxy", "no_proxy": exceptions]
    #expect(ProxySettings(variables).proxy(for: url) == (isException ? nil : "proxy"))
  }

  @Test(arguments: [
    ("http://ann:p@ss@host:1", "http://host:1"), ("http://host:1", "http://host:1"),
    ("ann:secret@host:1", "host:1"),
  ])
  func areShownWithoutPasswords(_ proxy: String, _ shown: String) {
    #expect(ProxySettings.shown(proxy) == shown)
  }
}
