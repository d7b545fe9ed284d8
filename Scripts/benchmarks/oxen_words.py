"""Oxen's verbs for Scripts/bench, which see."""

import sys

import oxen
import oxen.user

verb, *names = sys.argv[1:]
repository = oxen.Repo(".")
if verb == "init":
    oxen.user.config_user("bench", "bench@example.com")
    repository.init()
elif verb == "add":
    repository.add(names[0])
elif verb == "commit":
    repository.commit("data")
elif verb == "restore":
    repository.restore(names[0])
elif verb == "status":
    repository.status()
