// swift-tools-version: 6.2
import PackageDescription

/// What every Swift target of the package is compiled with.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let strictC: [CSetting] = [.enableWarning("all"), .enableWarning("extra")]

/// Flags for the linker, in this order (`-l` given without `-Xlinker` would be moved out of the group).
func linker(_ flags: [String]) -> [LinkerSetting] {
  [.unsafeFlags(flags.flatMap { ["-Xlinker", $0] })]
}

/// Debian's static archives, so that the program needs none of these libraries to start.
let staticLibraries = linker([
  "-z", "muldefs",
  "--start-group",
  "-l:libgit2.a", "-l:libmbedtls.a", "-l:libmbedx509.a", "-l:libmbedcrypto.a",
  "-l:libhttp_parser.a", "-l:libssh2.a", "-l:libssl.a", "-l:libcrypto.a", "-l:libpcre2-8.a",
  "-l:libz.a", "-l:libyaml.a",
  "--end-group",
])

/// The C++ runtime of the static Swift runtime, from its archives as well: saves half a millisecond of
/// every start. The directory holds an empty `libstdc++.so`, because Swift's own flags name that library.
let staticRuntime =
  [.unsafeFlags(["-L\(Context.packageDirectory)/Sources/CLinkStubs/static"])]
  + linker(["--start-group", "-l:libstdc++.a", "-l:libgcc_eh.a", "--end-group"])

let system: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")

func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(of name: String, _ more: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests",
    dependencies: [.target(name: name), "TestSupport", system]
      + (name == "Basics" ? [] : ["Basics"]) + more,
    swiftSettings: strict,
    linkerSettings: staticLibraries)
}

let package = Package(
  name: "cairn",
  products: [.executable(name: "cairn", targets: ["cairn"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-system", exact: "1.8.1")
  ],
  targets: [
    .systemLibrary(name: "CLibGit2"),
    .systemLibrary(name: "COpenSSL"),
    .target(name: "CMultiMD5", cSettings: strictC),
    .systemLibrary(name: "CLibYAML"),
    .target(name: "CPlatform", cSettings: strictC),
    .target(name: "CLinkStubs", cSettings: strictC),
    .target(name: "CLibCurl", cSettings: strictC),

    library("Basics", ["CPlatform", system]),
    library("Hashing", ["Basics", "COpenSSL", "CMultiMD5"]),
    library("Formats", ["Basics", "Hashing", "CLibYAML", system]),
    library("FileAccess", ["Basics", "Hashing", "CPlatform", system]),
    library("SourceControl", ["Basics", "CLibGit2", "CLinkStubs", system]),
    library("Terminal", ["Basics", system]),
    library(
      "Transports",
      ["Basics", "Hashing", "Formats", "FileAccess", "CLibCurl", "CPlatform", system]),
    library("Objects", ["Basics", "Hashing", "Formats", "FileAccess", "Transports", system]),
    library("Pipelines", ["Basics", "Hashing", "Formats", "FileAccess", system]),
    library(
      "Projects",
      [
        "Basics", "Hashing", "Formats", "FileAccess", "SourceControl", "Transports", "Objects",
        "Pipelines", system,
      ]),
    library(
      "Commands",
      [
        "Basics", "Hashing", "Formats", "FileAccess", "SourceControl", "Terminal", "Transports",
        "Objects", "Pipelines", "Projects", system,
      ]),
    .executableTarget(
      name: "cairn",
      dependencies: [
        "Basics", "CPlatform", "FileAccess", "Terminal", "Transports", "Projects", "Commands",
        system,
      ],
      swiftSettings: strict,
      linkerSettings: staticLibraries + staticRuntime),

    .target(
      name: "TestSupport",
      dependencies: ["Basics", "FileAccess", "Transports", "Terminal", "CPlatform", system],
      path: "Tests/TestSupport",
      swiftSettings: strict),
    tests(of: "Basics"),
    tests(of: "Hashing"),
    tests(of: "Formats", ["Hashing"]),
    tests(of: "FileAccess", ["Hashing"]),
    tests(of: "SourceControl"),
    tests(of: "Terminal"),
    tests(of: "Transports", ["Hashing", "Formats", "FileAccess"]),
    tests(of: "Objects", ["Hashing", "Formats", "FileAccess", "Transports"]),
    tests(of: "Pipelines", ["Formats", "FileAccess"]),
    tests(of: "Projects", ["Formats", "Hashing", "FileAccess", "Objects", "Transports"]),
    tests(of: "Commands", ["Formats", "FileAccess", "Terminal", "Transports"]),
    .testTarget(
      name: "CrosscheckTests",
      dependencies: [
        "cairn", "TestSupport", "Basics", "Formats", "Hashing", "FileAccess", "CPlatform", system,
      ],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
