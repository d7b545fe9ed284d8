/// Every story, in order of topic.
let allStories: [Story] =
  Story.initialising + Story.adding + Story.addingElsewhere + Story.refusedAdds + Story.oddNames
  + Story.committing
  + Story.checkingOut + Story.checkingOutParts + Story.askingStatus + Story.configuring
  + Story.configuringRemotes + Story.moving + Story.movingParts + Story.overSSH + Story.overS3
  + Story.overHTTP
  + Story.missing
  + Story.caching
  + Story.underGit + Story.ignoring + Story.documents + Story.pipelines + Story.legacy
  + Story.together + Story.randomTrees + Story.removing + Story.movingTracked
  + Story.changingStages + Story.checkingIgnores + Story.hooking + Story.migrating
  + Story.askingDataStatus + Story.comparing + Story.collecting
