import Basics
import Dispatch
import FileAccess
import Formats
import Glibc
import Synchronization
import SystemPackage
import TestSupport
import Testing

/// Machines that build and test: the action of GitHub under `act`, the script for GitLab as the document has it, and
/// the checkouts that they make.
@Suite(.enabled(if: InstalledTool.act.isExpected))
struct ContinuousIntegrationTests {
  /// What is odd about a checkout, or about who uses it.
  enum Condition: String, CaseIterable, Sendable {
    case shallow
    case detached
    /// The user 65534, to whom the checkout belongs, without a home.
    case nobody
    /// The checkout belongs to the user 4711.
    case foreign
  }

  private let directory: TemporaryDirectory
  private let origin: FilePath
  private let program: FilePath

  /// A repository with three files of data, all on its remote, and with a program beside it.
  init() async throws {
    directory = try TemporaryDirectory()
    origin = directory.path.appending("origin")
    program = directory.path.appending("bin/cairn")
    for name in ["a", "sub/b", "sub/c"] { try directory.write(name, to: "origin/data/\(name)") }
    try await run("mkdir bin home scratch; cp '\(builtProgram)' bin/cairn; chmod 1777 scratch")
    try await run(
      """
      cd origin; git init -q; ../bin/cairn init -q; ../bin/cairn add -q data
      ../bin/cairn remote add -q -d s '\(directory.path)/storage'; ../bin/cairn push -q
      git add -A; git commit -q -m one; git commit -q --allow-empty -m two
      """)
  }

  private var environment: [String: String] {
    isolatedEnvironment(home: directory.path.appending("home"))
  }

  @discardableResult
  private func run(
    _ script: String, in place: String = "", _ variables: [String: String]? = nil,
    exits status: Int = 0
  ) async throws -> ProcessResult {
    let result = try await runProcess(
      ["bash", "-euc", script], cwd: directory.path.pushing(FilePath(place)),
      env: variables ?? environment)
    #expect(result.status == status, "\(script): \(result)")
    return result
  }

  /// Runs a script as a CI does it: nobody's settings, no terminal, and no home where there is none.
  @discardableResult
  private func run(
    _ script: String, as condition: Condition, _ more: [String: String] = [:],
    exits status: Int = 0
  ) async throws -> ProcessResult {
    var variables = ["PATH": variable("PATH") ?? "/usr/bin:/bin", "CAIRN_SYNC": "no", "CI": "true"]
    variables["TMPDIR"] = directory.path.appending("scratch").string
    if condition != .nobody { variables["HOME"] = directory.path.appending("home").string }
    variables.merge(more) { $1 }
    let user = "setpriv --reuid=65534 --regid=65534 --clear-groups"
    let command = "\(condition == .nobody ? user : "exec") bash -euo pipefail -c \"$SCRIPT\""
    variables["SCRIPT"] = script
    return try await run(command, in: "checkout", variables, exits: status)
  }

  private func checkOut(_ condition: Condition) async throws {
    let depth = condition == .shallow ? "--depth 1" : ""
    try await run("git clone -q \(depth) 'file://\(origin)' checkout")
    switch condition {
    case .shallow:
      try await run("test \"$(git -C checkout rev-list --count HEAD)\" = 1")
    case .detached: try await run("git -C checkout checkout -q --detach HEAD")
    case .nobody: try await run("chown -R 65534:65534 checkout")
    case .foreign: try await run("chown -R 4711:4711 checkout")
    }
  }

  private var pulled: [String] {
    get throws {
      try walk(root: directory.path.appending("checkout/data")).paths.map {
        String(decoding: $0, as: UTF8.self)
      }
    }
  }

  // MARK: The program alone

  @Test(arguments: [Condition.shallow, .detached, .nobody])
  func pullsAndChecks(_ condition: Condition) async throws {
    try await checkOut(condition)
    let key = try await run("'\(program)' ci cache-key", in: "origin").out
    let result = try await run(
      "'\(program)' ci cache-key; '\(program)' ci check; '\(program)' pull; '\(program)' status -q",
      as: condition)
    #expect(result.out.hasPrefix(key + "4 objects are on 's'.\n"), "\(result)")
    #expect(try pulled == ["a", "sub/b", "sub/c"])
  }

  @Test func refusesAForeignCheckoutWithTheRemedy() async throws {
    try await checkOut(.foreign)
    let result = try await run("'\(program)' pull", as: .foreign, exits: 255)
    let remedy = "git config --global --add safe.directory '\(directory.path)/checkout'"
    #expect(result.err.hasSuffix("belongs to another user\n\(remedy)\n"), "\(result)")
    try await run("\(remedy); '\(program)' pull", as: .foreign)
    #expect(try pulled.count == 3)
  }

  // MARK: The action

  private var variablesOfAction: [String: String] {
    [
      "RUNNER_TEMP": directory.path.appending("scratch").string,
      "GITHUB_WORKSPACE": directory.path.appending("checkout").string,
      "GITHUB_OUTPUT": directory.path.appending("scratch/output").string,
      "CAIRN_PROGRAM": program.string, "CAIRN_CHECK": "true", "CAIRN_TARGETS": "data/sub\n",
      "CAIRN_OPTIONS": "--exclude c",
    ]
  }

  @Test(arguments: Condition.allCases)
  func theActionsScriptWorks(_ condition: Condition) async throws {
    try await checkOut(condition)
    let script = projectRoot.appending("Scripts/action").string
    try await run("'\(script)' setup", as: condition, variablesOfAction)
    let output = try directory.read("scratch/output")
    #expect(output.contains("cache-dir=.dvc/cache\n"), "\(output)")
    let result = try await run("'\(script)' run", as: condition, variablesOfAction)
    #expect(result.out.contains("3 objects are on 's'.\n"), "\(result)")
    #expect(try pulled == ["sub/b"])
    let leftovers = try walk(root: directory.path.appending("scratch")).paths.map {
      String(decoding: $0, as: UTF8.self)
    }
    #expect(leftovers == ["output"])
  }

  @Test func theKeyOfTheCacheKnowsTheOptions() async throws {
    try await checkOut(.shallow)
    let script = projectRoot.appending("Scripts/action").string
    func key(_ options: String) async throws -> String? {
      try await run("rm -f scratch/output")
      let variables = variablesOfAction.merging(["CAIRN_OPTIONS": options]) { $1 }
      try await run("'\(script)' setup", as: .shallow, variables)
      return try directory.read("scratch/output").split(separator: "\n").map(String.init)
        .first { $0.hasPrefix("cache-key=") }
    }
    let plain = try await run("'\(program)' ci cache-key data/sub", in: "origin").out
    #expect(try await key(" \n").map { $0 + "\n" } == "cache-key=" + plain)
    let some = try await key("--exclude c")
    #expect(try await key("--exclude\n  c\n") == some)
    #expect(try await Set([key(""), some, key("--exclude b"), key("--max-size 1k")]).count == 4)
  }

  /// What `act` says of a workflow that checks out as `actions/checkout` does, and calls the action.
  private func act(
    _ inputs: String, _ more: String = "", succeeds: Bool = true
  ) async throws -> String {
    let workflow = """
      on: push
      jobs:
        data:
          runs-on: ubuntu-latest
          env:
            CACHE_STORE: \(directory.path)/store
          steps:
            - run: |
                git clone -q --depth 1 'file://\(origin)' .
                git checkout -q --detach
                chown -R 4711:4711 .
            - id: cairn
              uses: cairn/cairn@v1
              with: {\(inputs)}
            - run: echo "got $(find data -type f | sort | xargs) hit=${{ steps.cairn.outputs.cache-hit }}"

      """
    try directory.write(workflow, to: "workflow/.github/workflows/data.yml")
    let action =
      try "mkdir -p action/Scripts; cp '\(projectRoot)'/action.yml action; "
      + "cp '\(projectRoot)'/Scripts/action action/Scripts; "
      + "cd workflow; git init -q; git add -A; git commit -q --allow-empty -m workflow; "
      + "'\(InstalledTool.act.program())' push -P ubuntu-latest=-self-hosted "
      + "--local-repository cairn/cairn@v1='\(directory.path)/action' \(more) "
      + "--local-repository actions/cache@v4='\(projectRoot)/fixtures/actions-cache' 2>&1"
    let result = try await run(action, exits: succeeds ? 0 : 1)
    return result.out
  }

  @Test func theActionPullsAndKeepsACache() async throws {
    try await run(
      """
      . '\(projectRoot)/Scripts/support.sh'; lay_out bin/cairn unpacked/cairn-0 cairn dvc
      tar -C unpacked -czf cairn.tar.gz cairn-0
      """)
    let first = try await act(
      "tarball: 'file://\(directory.path)/cairn.tar.gz', check: 'true', targets: data")
    #expect(first.contains("4 objects are on 's'."), "\(first)")
    #expect(first.contains("got data/a data/sub/b data/sub/c hit=false"), "\(first)")
    try await run("mv storage elsewhere")  // the cache has all
    let second = try await act("program: '\(program)', targets: data")
    #expect(second.contains("got data/a data/sub/b data/sub/c hit=true"), "\(second)")
    let some = "program: '\(program)', targets: data, options: '--exclude c'"
    #expect(try await act(some).contains("got data/a data/sub/b hit=false"))
    #expect(try await act(some).contains("got data/a data/sub/b hit=true"))
  }

  @Test func theActionFailsWhenDataAreMissing() async throws {
    try await run("rm $(grep -l -r -x -F sub/b storage)")
    let out = try await act("program: '\(program)', check: 'true', cache: 'false'", succeeds: false)
    #expect(out.contains("missing on 's': data/sub/b"), "\(out)")
    #expect(out.contains("recorded in data.dvc"), "\(out)")
  }

  @Test(.enabled(if: InstalledServer.rclone.isExpected))
  func theActionTakesARoleWithTheTokenOfTheRun() async throws {
    let s3 = try await RcloneS3.plain.value()
    let answers = try ScriptedServer { request, _ in
      if request.method == "GET" { return .init("200 OK", #"{"count":1,"value":"the.run.token"}"#) }
      return .init("200 OK", Self.answerOfSTS)
    }
    let root = "ci-\(uniqueToken())"
    try await run(
      """
      cd origin; ../bin/cairn remote add -q -f -d s 's3://\(S3TestServer.bucket)/\(root)'
      ../bin/cairn remote modify -q s endpointurl '\(s3.endpoint)'
      AWS_ACCESS_KEY_ID=\(S3TestServer.owner.id) AWS_SECRET_ACCESS_KEY=\(S3TestServer.owner.secret) ../bin/cairn push -q
      git commit -q -a -m s3
      """)
    try await checkOut(.shallow)
    var variables = variablesOfAction
    variables["CAIRN_AWS_ROLE"] = "arn:aws:iam::1:role/reads-data"
    variables["CAIRN_AWS_AUDIENCE"] = "sts.amazonaws.com"
    variables["ACTIONS_ID_TOKEN_REQUEST_URL"] = "\(answers.endpoint)/token?v=1"
    variables["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = "request-token"
    variables["AWS_ENDPOINT_URL_STS"] = answers.endpoint
    try await run("'\(projectRoot)/Scripts/action' run", as: .shallow, variables)
    #expect(try pulled == ["sub/b"])
    let requests = answers.requests
    #expect(requests.first?.target == "/token?v=1&audience=sts.amazonaws.com")
    #expect(requests.first?.headers["authorization"] == "bearer request-token")
    let body = requests.last.map {
      String(decoding: $0.body + Array($0.target.utf8), as: UTF8.self)
    }
    #expect(body?.contains("WebIdentityToken=the.run.token") == true, "\(requests)")
  }

  private static let answerOfSTS = """
    <AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>
    <AccessKeyId>\(S3TestServer.owner.id)</AccessKeyId>
    <SecretAccessKey>\(S3TestServer.owner.secret)</SecretAccessKey>
    <SessionToken>session</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>
    </Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>
    """

  // MARK: GitLab

  @Test(arguments: Condition.allCases)
  func theScriptForGitLabWorks(_ condition: Condition) async throws {
    try await checkOut(condition)
    try await run(
      """
      . '\(projectRoot)/Scripts/support.sh'; lay_out bin/cairn unpacked/cairn-0 cairn dvc
      tar -C unpacked -czf cairn.tar.gz cairn-0
      """)
    let job = try Self.jobForGitLab()
    let lines = try #require(job["script"]?.array).compactMap(\.string)
    let variables = try #require(job["variables"]?.map)
    #expect(variables["GIT_DEPTH"] == .integer(1))
    let result = try await run(
      lines.joined(separator: "\n"), as: condition,
      [
        "CAIRN_TARBALL": "file://\(directory.path)/cairn.tar.gz", "CAIRN_TARGETS": "data/sub",
        "CI_PROJECT_DIR": directory.path.appending("checkout").string,
      ])
    #expect(result.out.contains("3 objects are on 's'.\n"), "\(result)")
    #expect(result.err.contains("Fetched 3 files, "), "\(result)")
    #expect(try pulled == ["sub/b", "sub/c"])
  }

  /// The job of the document.
  private static func jobForGitLab() throws -> Value.Mapping {
    let text = String(
      decoding: try readFile(projectRoot.appending("Documentation/CI.md")), as: UTF8.self)
    let section = try #require(text.split(separator: "## GitLab\n\n```yaml\n").last)
    let document = try #require(section.split(separator: "```").first)
    return try #require(YAMLDocument(bytes: Array(document.utf8)).value.map?["data"]?.map)
  }

  // MARK: Signs of life

  /// A remote that gives no object before the program has said `words` on its standard error.
  private func slowRemote(
    until words: String, _ variables: [String: String] = [:]
  ) async throws -> ProcessResult {
    let gate = DispatchSemaphore(value: 0)
    let server = try ScriptedServer { request, _ in
      if request.method == "GET" {
        gate.wait()
        gate.signal()
      }
      return .init("404 Not Found")
    }
    try await run(
      "cd origin; ../bin/cairn remote add -q slow '\(server.endpoint)'; rm -rf .dvc/cache")
    let process = try RunningProcess(
      [program.string, "fetch", "-r", "slow", "data"], cwd: origin,
      env: environment.merging(variables) { $1 })
    let isSaid = try await process.waits { process.errSoFar.contains(words) }
    gate.signal()
    let result = try await process.end()
    #expect(isSaid, "\(result)")
    return result
  }

  @Test func aLineEveryTenSecondsWithoutATerminal() async throws {
    let result = try await slowRemote(until: "\n")
    #expect(result.err.hasPrefix("Collecting: 0 of 1 file\n"), "\(result)")
  }

  @Test func anEventEveryTenSeconds() async throws {
    let result = try await slowRemote(until: "\"progress\"", ["CAIRN_EVENTS": "1"])
    let types = result.err.split(separator: "\n").compactMap {
      (try? parseJSON(Array($0.utf8)))?.map?["type"]?.string  // what is no JSON has no type
    }
    #expect(types.count == result.err.split(separator: "\n").count, "\(result)")
    #expect(types.starts(with: ["started", "progress", "finished"]), "\(types)")
    #expect(types.last == "exit")
  }

  // MARK: What it costs

  @Test func checkingAsksWhetherObjectsAreThereAndReadsListsAlone() async throws {
    let storage = directory.path.appending("storage")
    let server = try ScriptedServer { request, _ in
      let file = storage.appending(String(request.target.dropFirst()))
      guard let bytes = try? readFile(file) else { return .init("404 Not Found") }
      return .init("200 OK", request.method == "GET" ? String(decoding: bytes, as: UTF8.self) : "")
    }
    try await run(
      """
      cd origin; ../bin/cairn remote add -q web '\(server.endpoint)'; ../bin/cairn config -q core.remote web
      git commit -q -a -m web; cd ..; git clone -q origin checkout
      """)
    let result = try await run("'\(program)' ci check", in: "checkout")
    #expect(result.out == "4 objects are on 'web'.\n", "\(result)")
    let reads = server.requests.filter { $0.method != "HEAD" }
    #expect(reads.count == 1 && reads.allSatisfy { $0.target.hasSuffix(".dir") }, "\(reads)")
    #expect(server.requests.count == 5)
  }

  /// On S3, with so many files that listing is cheaper than asking for each, and with few.
  @Test(.enabled(if: InstalledServer.seaweedFS.isExpected), arguments: [20, 1500])
  func checkingOnS3ListsAndLooksAndReadsListsAlone(files: Int) async throws {
    let server = try await SeaweedFS.plain.value()
    let proxy = try HTTPFaultProxy(before: server.port)
    let keys = [
      "AWS_ACCESS_KEY_ID": server.keys.id, "AWS_SECRET_ACCESS_KEY": server.keys.secret,
    ]
    let variables = environment.merging(keys) { $1 }
    try await run(
      """
      mkdir many; for number in $(seq \(files)); do echo $number >many/$number; done
      ../bin/cairn remote add -q -d s3 's3://\(S3TestServer.bucket)/ci-\(uniqueToken())'
      ../bin/cairn remote modify -q s3 endpointurl '\(proxy.endpoint)'
      ../bin/cairn add -q many; ../bin/cairn push -q
      git add -A; git commit -q -m many; git clone -q . ../checkout
      """, in: "origin", variables)
    for (place, trees) in [("origin", 0), ("checkout", 2)] {
      proxy.forget()
      let result = try await run("'\(program)' ci check", in: place, variables)
      #expect(result.out == "\(files + 5) objects are on 's3'.\n", "\(result)")
      let requests = proxy.exchanges
      let reads = requests.filter { $0.isDownload }
      #expect(reads.count == trees && reads.allSatisfy { $0.target.hasSuffix(".dir") }, "\(reads)")
      let listings = requests.filter { $0.method == "GET" && $0.target.contains("list-type=2") }
      let looks = requests.filter { $0.method == "HEAD" }
      #expect(requests.count == reads.count + listings.count + looks.count, "\(requests)")
      #expect(files < 1000 ? looks.count == files + 5 : (1...300).contains(listings.count))
      #expect(requests.allSatisfy { $0.bytes == 0 && $0.isDone })
    }
  }

  @Test func theKeyIsTheSameElsewhereAndChangesWithTheDataAlone() async throws {
    try await run("git clone -q origin checkout; mkdir -p origin/other")
    func key(_ place: String, _ targets: String = "") async throws -> String {
      try await run("'\(program)' ci cache-key \(targets)", in: place).out
    }
    let first = try await key("origin")
    #expect(try await key("checkout") == first)
    #expect(try await key("origin/other") == first)
    try await run("cd origin; echo more > data/d; ../bin/cairn add -q data; ../bin/cairn push -q")
    #expect(try await key("origin") == first, "what is not committed does not count")
    try await run("cd origin; echo text > README; git add README; git commit -q -m text README")
    #expect(try await key("origin") == first, "text does not count")
    try await run("cd origin; git commit -q -a -m more")
    let second = try await key("origin")
    #expect(second != first)
    #expect(try await key("origin", "--rev HEAD~1") == first)
    #expect(try await key("checkout") == first)
  }
}
