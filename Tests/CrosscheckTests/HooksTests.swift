import FileAccess
import SystemPackage
import TestSupport
import Testing

/// Git with the hooks and the merge driver that `install` writes.
struct HooksTests {
  private let sandbox: Sandbox
  private let project: FilePath

  init() throws {
    sandbox = try Sandbox(cairn: Tools.installed.cairn)
    project = sandbox.root.appending("project")
    try makeDirectories(project)
  }

  private func run(_ script: String) async throws -> ProcessResult {
    var environment = sandbox.environment(adding: [:])
    environment["PATH"] = "\(sandbox.root)/bin:\(environment["PATH"] ?? "")"
    return try await runProcess(["sh", "-euc", script], cwd: project, env: environment)
  }

  @Test(arguments: ["dvc", "cairn"])
  func gitCallsTheProgramByItsName(program: String) async throws {
    let installed = try await run(
      """
      git init -q; \(program) init -q; mkdir d; echo 1 > d/a; \(program) add -q d
      echo '*.dvc merge=dvc' > .gitattributes; git add .; git commit -q -m base; \(program) install
      """)
    #expect(installed.status == 0, "\(installed)")
    let hook = try readFile(project.appending(".git/hooks/pre-push"))
    #expect(
      String(decoding: hook, as: UTF8.self).hasSuffix("\nexec \(program) git-hook pre-push $@\n"))
    let merged = try await run(
      """
      git checkout -q -b side; echo 2 > d/b; \(program) add -q d; git commit -q -a -m side
      git checkout -q main; test ! -e d/b
      echo 3 > d/c; \(program) add -q d; git commit -q -a -m main
      git merge -q --no-edit side; \(program) checkout -q; cat d/a d/b d/c; \(program) status -q
      """)
    #expect(merged.status == 0 && merged.out.hasSuffix("1\n2\n3\n"), "\(merged)")
  }

  @Test func aWorktreeSharesTheHooksOfItsRepository() async throws {
    let result = try await run(
      """
      git init -q; cairn init -q; git commit -q -m base; git worktree add -q ../tree -b side
      cd ../tree; cairn install; cd ../project; ls .git/hooks | grep -v sample
      git config core.hooksPath elsewhere; rm .git/hooks/p*
      """)
    #expect(result.out == "post-checkout\npre-commit\npre-push\n", "\(result)")
    let warned = try await run("cairn install")
    #expect(warned.status == 0)
    #expect(warned.err.hasPrefix("WARNING: Git runs the hooks in "), "\(warned)")
  }

  @Test func aConflictIsLeftToTheUser() async throws {
    let result = try await run(
      """
      git init -q; cairn init -q; mkdir d; echo 1 > d/a; cairn add -q d
      echo '*.dvc merge=dvc' > .gitattributes; git add .; git commit -q -m base; cairn install
      git checkout -q -b side; echo 2 > d/a; cairn add -q d; git commit -q -a -m side
      git checkout -q main; echo 3 > d/a; cairn add -q d; git commit -q -a -m main
      git merge -q --no-edit side || git status --short
      """)
    #expect(result.out.contains("UU d.dvc"), "\(result)")
    #expect(result.err.contains("unable to auto-merge the following paths:\na"), "\(result)")
  }

  @Test func aProjectInASubdirectoryLosesNothing() async throws {
    let result = try await run(
      """
      git init -q; mkdir sub; cd sub; cairn init -q --subdir; mkdir d; echo 1 > d/a; cairn add -q d
      echo '*.dvc merge=dvc' > .gitattributes; git add .; git commit -q -m base; cairn install
      git checkout -q -b side; echo 2 > d/b; cairn add -q d; git commit -q -a -m side
      git checkout -q main; echo 3 > d/c; cairn add -q d; git commit -q -a -m main
      git merge -q --no-edit side || git status --short
      """)
    #expect(result.out.contains("UU d.dvc"), "\(result)")
  }
}
