"""Commands in places of their own, and what they take."""

import os
import pathlib
import shutil
import subprocess
import time
from dataclasses import dataclass, field


@dataclass
class Figures:
    """What one run of one command took: seconds, seconds of CPU, bytes of memory at the peak."""

    wall: float
    cpu: float
    memory: int
    # Seconds, with writing everything to the disk; None for what writes nothing.
    synced: float | None = None


@dataclass
class Place:
    """A directory of its own for one tool in one round, with a home and a configuration."""

    root: pathlib.Path
    environment: dict = field(default_factory=dict)

    # What copiers upload, below the repository.
    source: str = "data"

    # Whether what is called now writes, though its caller does not say so.
    writes: bool = False

    @property
    def repository(self):
        return self.root / "repo"

    def call(self, words, writes=False):
        """Runs a command, which must succeed, and measures it.

        With `writes`, also how long it takes until what was written is on the disk.
        """
        # Asked of a small program: a child of Python's counts the memory of Python.
        writes = writes or self.writes
        asked = ["/usr/bin/time", "-q", "-f", "%M", "-o", str(self.root / "memory")]
        if writes:
            self.sync()
        with open(self.root / "log", "ab") as log:
            begun = time.perf_counter()
            child = subprocess.Popen(
                asked + [str(word) for word in words], cwd=self.repository, env=self.environment,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)
            _, status, usage = os.wait4(child.pid, 0)
            wall = time.perf_counter() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            end = (self.root / "log").read_text(errors="replace")[-2000:]
            raise SystemExit(f"bench: {words} ended with {child.returncode}:\n{end}")
        memory = int((self.root / "memory").read_text()) * 1024
        figures = Figures(wall, usage.ru_utime + usage.ru_stime, memory)
        if writes:
            figures.synced = wall + self.sync()
        return figures

    def sync(self):
        """Writes the file system to the disk, and returns the seconds that took."""
        begun = time.perf_counter()
        subprocess.run(["sync", "-f", str(self.root)], check=True)
        return time.perf_counter() - begun

    def forget(self, *names):
        for name in names:
            path = self.repository / name
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    def put_aside(self, name):
        """Takes something away without the cost of deleting it, which would come on top of what follows:
        ext4 gives inodes that were freed just now to nobody, and looks for others at length."""
        (self.repository / name).rename(self.root / f"aside-{time.monotonic_ns()}")


def make_place(root, variables):
    (root / "repo").mkdir(parents=True)
    home = root / "home"
    (home / ".config").mkdir(parents=True)
    environment = {
        "HOME": str(home), "PATH": f"{home}/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8",
        "DVC_NO_ANALYTICS": "1", "CI": "true", "GIT_CONFIG_NOSYSTEM": "1",
        "DVC_SITE_CACHE_DIR": str(root / "site"), **variables,
    }
    place = Place(root, environment)
    (home / ".gitconfig").write_text("[user]\nname = bench\nemail = bench@example.com\n")
    place.call(["git", "init", "-q", "."])
    return place
