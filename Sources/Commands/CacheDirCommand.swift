package import Formats

package struct CacheDirCommand: LevelCommand {
  package var level: ConfigLevel?
  package var unsets = false
  package var value: String?

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "cache dir", "Show or set where the cache is.", example: "cache dir /mnt/shared/cache",
    Argument.levelOptions + [
      .flag("-u", "--unset", set: \.unsets, "Go back to .dvc/cache."),
      .optional("value", into: \.value, "The directory; without it, the present one is shown.")
        .completing(.directories),
    ])

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    try context.perform(request)
  }

  private var request: ConfigRequest {
    if unsets { return .unsetCacheDirectory(level) }
    return value.map { .setCacheDirectory($0, level) } ?? .showCacheDirectory(level)
  }
}
