import Basics

/// Where keys come from, as the variables and files have it: nothing has been asked yet.
indirect enum CredentialSource: Sendable, Equatable {
  case keys(S3Credentials)
  case role(AssumedRole, with: CredentialSource)
  case webIdentity(WebIdentity)
  case singleSignOn(SingleSignOn)
  case process(CredentialProcess)
  case container(ContainerCredentials)
  case instance(InstanceMetadata)

  /// Gets keys, with requests or a program where the source needs them.
  func fetch(_ services: AWSServices) async throws(CairnError) -> S3Credentials {
    switch self {
    case .keys(let keys): keys
    case .role(let role, let source):
      try await role.assume(with: source.fetch(services), services)
    case .webIdentity(let identity): try await identity.fetch(services)
    case .singleSignOn(let signOn): try await signOn.fetch(services)
    case .process(let process): try process.fetch(services.environment, within: services.patience)
    case .container(let container): try await container.fetch(services)
    case .instance(let instance): try await instance.fetch(services)
    }
  }
}
