import CLibGit2

extension LibGit2Backend {
  func hasChanges() throws(SourceControlError) -> Bool {
    try withRepository { (repository) throws(SourceControlError) in
      var options = git_status_options()
      let version = UInt32(GIT_STATUS_OPTIONS_VERSION)
      try LibGit2Library.check(git_status_options_init(&options, version), "look for changes")
      options.flags = 0  // neither what is untracked nor what is ignored
      var list: OpaquePointer?
      try LibGit2Library.check(
        git_status_list_new(&list, repository, &options), "look for changes")
      defer { git_status_list_free(list) }
      return git_status_list_entrycount(list) > 0
    }
  }
}
