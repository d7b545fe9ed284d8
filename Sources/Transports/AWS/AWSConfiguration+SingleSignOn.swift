import Basics

extension AWSConfiguration {
  /// The role that a profile has by single sign-on; nil when it has none.
  func singleSignOn(of profile: AWSProfile) throws(CairnError) -> SingleSignOn? {
    guard profile.text("sso_account_id") != nil || profile.text("sso_role_name") != nil else {
      return nil
    }
    let session = try session(of: profile)
    func text(_ option: String) -> String? { profile.text(option) ?? session.text(option) }
    guard let url = text("sso_start_url"), let region = text("sso_region"),
      let account = text("sso_account_id"), let role = text("sso_role_name")
    else { throw Self.incomplete(profile, text) }
    let domain = "\(region).\(amazonDomain(of: region))"
    let name = profile.text("sso_session")
    return SingleSignOn(
      profile: profile.name, account: account, role: role,
      token: SignOnToken(
        session: name, startURL: url, region: region, directory: tokenDirectory,
        endpoint: endpoint(of: "sso_oidc") ?? "https://oidc.\(domain)"),
      endpoint: endpoint(of: "sso") ?? "https://portal.sso.\(domain)")
  }

  /// The section `sso-session` that a profile names; empty when it names none.
  private func session(of profile: AWSProfile) throws(CairnError) -> AWSFile.Section {
    guard let name = profile.text("sso_session") else { return [:] }
    guard let session = files.settings.section("sso-session", name) else {
      throw .invalid("The specified sso-session does not exist: \"\(name)\"")
    }
    for option in session.keys.sorted() {
      if let own = profile.text(option), let other = session.text(option), own != other {
        throw .invalid(
          "The value for \(option) is inconsistent between profile (\(own)) and sso-session "
            + "(\(other)).")
      }
    }
    return session
  }

  private static func incomplete(
    _ profile: AWSProfile, _ text: (String) -> String?
  ) -> CairnError {
    let missing = ["sso_role_name", "sso_account_id", "sso_start_url", "sso_region"]
      .filter { text($0) == nil }.joined(separator: ", ")
    return .invalid(
      "The profile \"\(profile.name)\" is configured to use SSO but is missing required "
        + "configuration: \(missing)")
  }

  private var tokenDirectory: String { (environment["HOME"] ?? "") + "/.aws/sso/cache" }
}
