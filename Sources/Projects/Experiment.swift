import Basics
import SourceControl

/// An experiment of DVC: a commit that `refs/exps/<2 digits>/<38 digits>/<name>` points to, where the
/// digits are those of the commit that it started from.
struct Experiment {
  var name: String
  var baseline: GitObjectID
  var tip: GitObjectID
}

extension GitRepository {
  func experiments() throws(SourceControlError) -> [Experiment] {
    try references(below: "refs/exps/").compactMap { reference in
      let parts = reference.name.split(separator: "/")
      guard parts.count == 3, let baseline = GitObjectID(hex: String(parts[0] + parts[1])) else {
        return nil
      }
      return Experiment(name: String(parts[2]), baseline: baseline, tip: reference.target)
    }
  }

  /// The experiment of that name; of several, the one that started from HEAD.
  ///
  /// - Throws: `ambiguousRevision`.
  func experiment(named name: String) throws(SourceControlError) -> Experiment? {
    let named = try experiments().filter { $0.name.utf8.elementsEqual(name.utf8) }
    if named.count <= 1 { return named.first }
    let current = try head
    if let ours = named.first(where: { $0.baseline == current }) { return ours }
    throw SourceControlError(.ambiguousRevision, name)
  }

  /// The commits of all experiments, each up to the one that it started from.
  func experimentCommits() throws(SourceControlError) -> [GitObjectID] {
    var found: [GitObjectID] = []
    for experiment in try experiments() {
      var next: GitObjectID? = experiment.tip
      while let id = next {
        found.append(id)
        let parent = try commit(id).parents.first
        next = parent == experiment.baseline ? nil : parent
      }
    }
    return found
  }
}
