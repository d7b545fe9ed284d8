import Basics
import FileAccess
package import Formats
import SystemPackage
package import Transports

extension Project {
  /// Whether nobody says which remote is meant.
  package func lacksRemote(_ name: String?) -> Bool {
    name == nil && settings.defaultRemoteName == nil
  }

  /// The settings of a configured remote; the default one without a name.
  ///
  /// - Parameter command: how the hint about `-r` names the command.
  /// - Throws: also for the kinds of remotes that are not built yet.
  package func remote(_ name: String?, command: String = "<command>") throws -> RemoteSettings {
    if name == nil, settings.defaultRemoteName == nil, !settings.remoteNames.isEmpty {
      throw CairnError(
        """
        config file error: no remote specified in \(root). Setup default remote with
            dvc remote default <remote name>
        or use:
            dvc \(command) -r <remote name>
        """)
    }
    let remote = try settings.remote(named: name)
    if remote.isVersionAware {
      throw CairnError(
        "remote '\(remote.name)' is cloud-versioned, which Cairn does not support yet",
        kind: .configuration, hints: ["DVC can still use this remote."])
    }
    return remote
  }

  /// A transport for a configured remote, which finds its own pace and tries again what fails for a
  /// passing reason; nothing is connected yet.
  ///
  /// - Throws: a refusal that names the kind of remote when it is not built, or an option.
  package func transport(for remote: RemoteSettings) throws -> any Transport {
    let request = try request(for: remote)
    var transport: any Transport = AdaptiveTransport(try transports.transport(for: request))
    if let bandwidth = request.bandwidth {
      transport = ThrottledTransport(transport, to: bandwidth)
    }
    return RetryingTransport(transport)
  }

  /// The uploads to a remote that nobody finished; nil for remotes that keep none.
  @inline(never)  // the optimizer of Swift 6.3 crashes where it is part of an async function
  func unfinishedUploads(on remote: RemoteSettings) throws -> (any UnfinishedUploads)? {
    try transports.transport(for: request(for: remote)) as? any UnfinishedUploads
  }

  private func request(for remote: RemoteSettings) throws -> TransportRequest {
    var options: [String: String] = [:]
    for name in remote.optionNames {
      options[name] = remote.path(name)?.string ?? remote.text(name)
    }
    let surroundings = settings.surroundings
    var request = TransportRequest(
      url: remote.url, options: options, environment: surroundings.environment,
      synchronizes: ledger.isEnabled, stateDirectory: privateDirectory,
      currentDirectory: surroundings.currentDirectory)
    request.idleTimeout = try settings.idleTimeout()
    request.bandwidth = try settings.bandwidth().map { Bandwidth(bytesPerSecond: $0) }
    request.remark = remark
    return request
  }
}
