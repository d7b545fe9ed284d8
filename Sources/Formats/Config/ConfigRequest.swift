/// What a command about settings is asked to do. Without a level, writing is to the project's file
/// and reading is of all levels.
package enum ConfigRequest: Sendable, Equatable {
  case show(ConfigName, ConfigLevel? = nil, showsOrigin: Bool = false)
  case set(ConfigName, to: String, ConfigLevel? = nil)
  case unset(ConfigName, ConfigLevel? = nil)
  case list(ConfigLevel? = nil, showsOrigin: Bool = false)
  case addRemote(
    String, url: String, isDefault: Bool = false, forces: Bool = false, ConfigLevel? = nil)
  /// A missing value is an error that names the option.
  case modifyRemote(String, option: String, to: String?, ConfigLevel? = nil)
  case unsetRemoteOption(String, option: String, ConfigLevel? = nil)
  case removeRemote(String, ConfigLevel? = nil)
  case renameRemote(String, to: String, ConfigLevel? = nil)
  case listRemotes(ConfigLevel? = nil)
  case showDefaultRemote(ConfigLevel? = nil)
  case setDefaultRemote(String, ConfigLevel? = nil)
  case unsetDefaultRemote(ConfigLevel? = nil)
  case showCacheDirectory(ConfigLevel? = nil)
  case setCacheDirectory(String, ConfigLevel? = nil)
  case unsetCacheDirectory(ConfigLevel? = nil)

  /// What `config` is asked to do by its arguments.
  package static func config(
    name: String?, value: String?, unsets: Bool, lists: Bool, showsOrigin: Bool,
    level: ConfigLevel?
  ) throws(ConfigError) -> ConfigRequest {
    let name = try name.map { text throws(ConfigError) in try ConfigName(parsing: text) }
    if lists {
      guard name == nil, value == nil, !unsets else {
        throw .refused(
          "-l/--list can't be used together with any of these options: -u/--unset, name, value")
      }
      return .list(level, showsOrigin: showsOrigin)
    }
    guard let name else { throw .refused("name argument is required") }
    if showsOrigin, value != nil || unsets {
      throw .refused(
        "--show-origin can't be used together with any of these options: -u/--unset, value")
    }
    if unsets { return .unset(name, level) }
    guard let value else { return .show(name, level, showsOrigin: showsOrigin) }
    return .set(name, to: value, level)
  }
}
