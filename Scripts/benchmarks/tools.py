"""The tools that are compared: each does the steps of a scenario in its own words.

A step that a tool does not have returns None.
"""

import os
import pathlib

from copiers import COPIERS

HERE = pathlib.Path(__file__).parent


class DVC:
    """DVC, and Cairn, which takes the same words."""

    def __init__(self, name, program, variables=None):
        self.name = name
        self.program = [program]
        self.variables = variables or {}

    def run(self, place, *words, writes=False):
        return place.call([*self.program, *words], writes)

    def prepare(self, place, link_type=None):
        self.run(place, "init", "-q")
        if link_type:
            self.run(place, "config", "cache.type", link_type)

    def version(self, place):
        return self.run(place, "--version")

    def status(self, place):
        return self.run(place, "status", "-q")

    def add(self, place, name):
        return self.run(place, "add", "-q", name, writes=True)

    def commit(self, place, name):
        return self.run(place, "commit", "-q", "-f", writes=True)

    def checkout(self, place, name):
        return self.run(place, "checkout", "-q", writes=True)

    def collect_garbage(self, place):
        return self.run(place, "gc", "-q", "-w", "-f")

    def push(self, place, storage):
        if not storage.exists():
            storage.mkdir()
            self.run(place, "remote", "add", "-q", "-d", "storage", storage)
        return self.run(place, "push", "-q", writes=True)


class Git:
    """Git alone: what starting and looking cost at least."""

    name = "git"
    variables = {}

    def prepare(self, place, link_type=None):
        pass

    def version(self, place):
        return place.call(["git", "--version"])

    def status(self, place):
        return place.call(["git", "status"])


class GitLFS:
    """git-lfs: `add` stages the pointers, `commit` is measured with it."""

    name = "git-lfs"
    variables = {}

    def prepare(self, place, link_type=None):
        place.call(["git", "lfs", "install", "--local"])
        place.call(["git", "lfs", "track", "data/**", "big"])

    def version(self, place):
        return place.call(["git", "lfs", "version"])

    def status(self, place):
        return place.call(["git", "status", "--porcelain"])

    def add(self, place, name):
        figures = place.call(["git", "add", name], writes=True)
        place.call(["git", "commit", "-q", "-m", "data"])
        return figures

    def commit(self, place, name):
        return None

    def checkout(self, place, name):
        return place.call(["git", "checkout", "-q", "--", name], writes=True)

    def collect_garbage(self, place):
        return place.call(["git", "lfs", "prune"])


class Oxen:
    """Oxen, through its Python package: it has no other program on PyPI."""

    name = "oxen"
    variables = {}

    def __init__(self, python):
        self.python = python

    def run(self, place, *words, writes=False):
        return place.call([self.python, HERE / "oxen_words.py", *words], writes)

    def prepare(self, place, link_type=None):
        self.run(place, "init")

    def version(self, place):
        return None

    def status(self, place):
        return self.run(place, "status")

    def add(self, place, name):
        figures = self.run(place, "add", name, writes=True)
        self.run(place, "commit")
        return figures

    def commit(self, place, name):
        return None

    def checkout(self, place, name):
        return self.run(place, "restore", name, writes=True)

    def collect_garbage(self, place):
        return None


def installed():
    """All tools, Cairn first: as it is, and without writing to the disk before it ends."""
    cairn = os.environ["CAIRN_BENCH_SUBJECT"]
    return {
        tool.name: tool
        for tool in [
            DVC("cairn", cairn),
            DVC("cairn --no-sync", cairn, {"CAIRN_SYNC": "no"}),
            DVC("cairn by SFTP", cairn, {"CAIRN_SFTP": "1"}),
            DVC("cairn by SFTP --no-sync", cairn, {"CAIRN_SFTP": "1", "CAIRN_SYNC": "no"}),
            DVC("dvc", os.environ["CAIRN_TEST_DVC"]),
            Git(),
            GitLFS(),
            Oxen(os.environ["CAIRN_BENCH_PEERS"] + "/bin/python"),
            *COPIERS,
        ]
    }
