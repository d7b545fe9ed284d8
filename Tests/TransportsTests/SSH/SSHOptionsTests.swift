import Basics
import SystemPackage
import TestSupport
import Testing

@testable import Transports

/// URLs and options as DVC's configuration has them.
struct SSHOptionsTests {
  private func options(
    _ url: String, _ options: [String: String] = [:]
  ) throws -> SSHOptions {
    try SSHOptions(
      TransportRequest(url: url, options: options, environment: ["HOME": "/home/ann"]))
  }

  /// What DVC's Python makes of them.
  @Test(
    arguments: [
      ("ssh://host", "host", nil, nil, nil, ""),
      ("ssh://host/", "host", nil, nil, nil, "/"),
      ("ssh://ann@Host:2222/a/b", "Host", "ann", nil, 2222, "/a/b"),
      ("ssh://ann:p%40w@host/a%20b/c?x=1#d", "host", "ann", "p%40w", nil, "/a%20b/c#d"),
      ("ssh://a@b@c/p", "c", "a@b", nil, nil, "/p"),
      ("ssh://ann:@host//p", "host", "ann", nil, nil, "//p"),
      ("ssh://host?q/x", "host", nil, nil, nil, ""),
      ("ssh://[::1]:22/p", "::1", nil, nil, 22, "/p"),
      ("ssh://ann@[fe80::1]/p", "fe80::1", "ann", nil, nil, "/p"),
      ("ssh://host:/p", "host", nil, nil, nil, "/p"),
    ] as [(String, String, String?, String?, UInt16?, String)])
  func readsURLs(
    _ url: String, _ host: String, _ user: String?, _ password: String?, _ port: UInt16?,
    _ path: String
  ) throws {
    let options = try options(url)
    #expect(options.host == host)
    #expect(options.user == user)
    #expect(options.password == password)
    #expect(options.port == port)
    #expect(options.path == Array(path.utf8))
  }

  @Test(arguments: [
    "ssh://-oProxyCommand=x/p", "ssh://ann@-x/p", "ssh://@/p", "ssh://ann@/p", "ssh://ho st/p",
    "ssh://host:abc/p", "ssh://host:0/p", "ssh://host:65536/p", "ssh://host:-1/p",
  ])
  func refusesWhatIsNoHostOrPort(_ url: String) {
    let error = #expect(throws: CairnError.self) { try options(url) }
    #expect(error?.kind == .configuration)
  }

  @Test func letsOptionsWinOverTheURL() throws {
    let found = try options(
      "ssh://ann:one@host:1/p",
      [
        "user": "ben", "port": "2222", "password": "two", "passphrase": "three",
        "ask_password": "True", "ask_passphrase": "false", "keyfile": "~/.ssh/key",
        "timeout": "30", "gss_auth": "true", "allow_agent": "False", "max_sessions": "5",
      ])
    var expected = SSHOptions(host: "host", path: "/p")
    expected.user = "ben"
    expected.port = 2222
    (expected.password, expected.passphrase) = ("two", "three")
    expected.asksPassword = true
    expected.keyFile = "/home/ann/.ssh/key"
    expected.timeout = 30
    (expected.usesGSS, expected.usesAgent, expected.maxSessions) = (true, false, 5)
    #expect(found == expected)
  }

  @Test(arguments: [
    ("port", "x"), ("port", "0"), ("timeout", "-1"), ("max_sessions", "many"),
    ("gss_auth", "perhaps"), ("allow_agent", "2"), ("ask_password", "x"),
  ])
  func refusesByNameWhatItCannotHonour(_ name: String, _ value: String) {
    let error = #expect(throws: CairnError.self) { try options("ssh://host/p", [name: value]) }
    #expect(error?.message.contains("'\(name)'") == true)
    #expect(error?.kind == .configuration)
  }
}

/// What `ssh` is told.
struct SSHCommandLineTests {
  private func line(
    _ change: (inout SSHOptions) -> Void = { _ in }, _ sharing: SSHCommandLine.Sharing = .none,
    _ answers: SSHCommandLine.Answers = .nobody
  ) -> [String] {
    var options = SSHOptions(host: "host", path: "/p")
    change(&options)
    return SSHCommandLine(options: options).session(sharing, answers: answers)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func asksForTheSubsystemAndNothingElse() {
    #expect(line().suffix(4) == ["-s", "--", "host", "sftp"])
    #expect(line().contains("-oClearAllForwardings=yes"))
    #expect(line().contains("-oForwardAgent=no"))
    #expect(line().contains("-oRemoteCommand=none"))
  }

  @Test func leavesToTheUserWhatIsNotConfigured() {
    let line = line()
    for word in ["-l", "-p", "-i"] { #expect(!line.contains(word)) }
    for option in ["Preferred", "Identit", "Strict", "KnownHosts", "GSSAPI", "Proxy", "Cipher"] {
      #expect(!line.contains { $0.contains(option) })
    }
  }

  @Test func asksNobodyButWhomItMay() {
    #expect(line().contains("-oBatchMode=yes"))
    #expect(!line({ _ in }, .none, .user).contains { $0.contains("BatchMode") })
    #expect(line({ _ in }, .none, .helper).contains("-oBatchMode=no"))
    #expect(line({ _ in }, .none, .helper).contains("-oNumberOfPasswordPrompts=1"))
  }

  @Test func honoursEveryOption() {
    let line = line { options in
      options.user = "-ann"
      options.port = 2222
      options.keyFile = "/keys/100%h"
      options.timeout = 30
      options.usesGSS = true
      options.usesAgent = false
    }
    #expect(line.firstIndex(of: "-l").map { line[$0 + 1] } == "-ann")
    #expect(line.firstIndex(of: "-p").map { line[$0 + 1] } == "2222")
    #expect(line.firstIndex(of: "-i").map { line[$0 + 1] } == "/keys/100%%h")
    for option in [
      "-oIdentitiesOnly=yes", "-oConnectTimeout=30", "-oGSSAPIAuthentication=yes",
      "-oIdentityAgent=none", "-oPreferredAuthentications=gssapi-with-mic,publickey",
    ] { #expect(line.contains(option)) }
  }

  /// As DVC limits them.
  @Test(
    arguments: [
      (nil, nil, nil, nil), ("k", nil, nil, "publickey"), (nil, "s", nil, "publickey"),
      (nil, nil, "p", "keyboard-interactive,password"),
      ("k", "s", "p", "publickey,keyboard-interactive,password"),
    ] as [(String?, String?, String?, String?)])
  func limitsTheMethodsToWhatIsConfigured(
    _ key: String?, _ passphrase: String?, _ password: String?, _ methods: String?
  ) {
    let line = line { options in
      options.keyFile = key.map { FilePath($0) }
      options.passphrase = passphrase
      options.password = password
    }
    let found = line.first { $0.hasPrefix("-oPreferredAuthentications=") }
    #expect(found == methods.map { "-oPreferredAuthentications=\($0)" })
  }

  @Test func keepsSecretsOutOfTheArguments() {
    let line = line { options in
      options.password = "pass-word"
      options.passphrase = "pass-phrase"
    }
    #expect(!line.contains { $0.contains("pass-") })
  }

  @Test func sharesConnectionsThroughASocketOfItsOwn() {
    let first = line({ _ in }, .first("/run/c%1"))
    #expect(first.contains("-oControlMaster=yes"))
    #expect(first.contains("-oControlPath=/run/c%%1"))
    let further = line({ _ in }, .joining("/run/c"))
    #expect(further.contains("-oControlMaster=no"))
    #expect(further.contains("-oProxyCommand=false"))
  }
}

/// What the helper of `ssh` answers.
struct SSHAskpassTests {
  private func answer(_ question: String, _ secrets: SSHSecrets) -> String? {
    SSHAskpass.answer(question, secrets.environment(helper: "/bin/true"))
      .map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func answersWithTheSecretThatIsAskedFor() throws {
    let secrets = try SSHSecrets(password: "pass word", passphrase: "p\u{e4}ss")
    #expect(answer("ann@host's password: ", secrets) == "pass word\n")
    #expect(answer("(ann@host) Password: ", secrets) == "pass word\n")
    #expect(answer("Enter passphrase for key '/keys/password': ", secrets) == "p\u{e4}ss\n")
    #expect(answer("ann@host's password: ", secrets) == "pass word\n")
  }

  @Test(arguments: [
    "Are you sure you want to continue connecting (yes/no/[fingerprint])? ",
    "Enter PIN for ED25519-SK key /keys/a: ", "Verification code: ", "",
  ])
  func refusesToAnswerAnythingElse(_ question: String) throws {
    #expect(try answer(question, SSHSecrets(password: "a", passphrase: "b")) == nil)
  }

  @Test func hasNoAnswerWithoutASecret() throws {
    #expect(try answer("Password:", SSHSecrets(password: nil, passphrase: "b")) == nil)
    #expect(try answer("Enter passphrase", SSHSecrets(password: "a", passphrase: nil)) == nil)
  }

  @Test func keepsSecretsOutOfTheEnvironment() throws {
    let variables = try SSHSecrets(password: "open", passphrase: "sesame").environment(helper: "/h")
    #expect(variables["SSH_ASKPASS"] == "/h")
    #expect(variables["SSH_ASKPASS_REQUIRE"] == "force")
    #expect(SSHAskpass.isAsked(variables))
    #expect(!variables.values.contains { $0.contains("open") || $0.contains("sesame") })
    #expect(!SSHAskpass.isAsked(["SSH_ASKPASS": "/h"]))
  }
}

/// What `ssh -G` tells.
struct SSHResolvedTests {
  private func resolved(_ text: String) -> SSHResolved { SSHResolved(text.utf8) }

  @Test func putsTheFastestCipherFirstAmongThoseThatAreAllowed() {
    let usual = resolved("ciphers chacha20-poly1305@openssh.com,aes128-ctr,aes128-gcm@openssh.com")
    #expect(
      usual.ciphers(hasAES: true)
        == "aes128-gcm@openssh.com,chacha20-poly1305@openssh.com,aes128-ctr")
    #expect(usual.ciphers(hasAES: false) == nil)
    #expect(resolved("ciphers aes256-ctr,aes128-gcm@openssh.com").ciphers(hasAES: true) == nil)
    #expect(resolved("ciphers chacha20-poly1305@openssh.com").ciphers(hasAES: true) == nil)
    #expect(resolved("").ciphers(hasAES: true) == nil)
  }

  @Test func findsSocketsThatAreThere() {
    #expect(resolved("controlpath /dev/null").socket == "/dev/null")
    #expect(resolved("controlpath /no/such").socket == nil)
    #expect(resolved("controlpath none").socket == nil)
    #expect(resolved("").socket == nil)
  }
}
