"""What is measured.

A scenario has a title, the names of the tools that play it, `play`, which does the work with one tool and
yields the name of each step with its figures, and `limits`, which yields what the disk and the memory allow:
the name of a step, of the limit, and its figures.
"""

import os
import pathlib
import shutil

import servers
from copiers import COPIERS, Copier
from data import put

FLOOR = os.environ["CAIRN_BENCH_FLOOR"]


class Start:
    """Starting, and looking at an empty project."""

    tools = ["cairn", "dvc", "git"]
    repeats = 20

    def play(self, tool, place, data):
        for _ in range(self.repeats):
            yield "--version", tool.version(place)
        tool.prepare(place)
        for _ in range(self.repeats):
            yield "status, empty", tool.status(place)

    def limits(self, place, data):
        return []


class ManyFiles:
    """Many small files."""

    def __init__(self, count, size, link_type, tools, where=None):
        self.count, self.size, self.link_type, self.tools = count, size, link_type, tools
        self.where = where
        # To a directory; DVC takes minutes for fewer.
        self.pushes = count >= 1_000_000
        self.__doc__ = f"{count:,} files of {size:,} bytes, `cache.type = {link_type}`."

    def play(self, tool, place, data):
        put(data.files(self.count, self.size), place.repository / "data")
        tool.prepare(place, self.link_type)
        yield "add", tool.add(place, "data")
        yield "status, nothing changed", tool.status(place)
        yield "status again", tool.status(place)
        (place.repository / "data/0000/new").write_bytes(b"new")
        yield "add, one file new", tool.add(place, "data")
        changed = place.repository / "data/0000/new"
        changed.unlink()
        changed.write_bytes(b"other")
        yield "commit, one file changed", tool.commit(place, "data")
        place.put_aside("data")
        yield "checkout of all", tool.checkout(place, "data")
        place.put_aside("data/0000/0000007")
        yield "checkout of one", tool.checkout(place, "data")
        yield "checkout of none", tool.checkout(place, "data")
        if self.pushes:
            yield "push to a directory", tool.push(place, place.root / "storage")
            yield "push, nothing new", tool.push(place, place.root / "storage")
        yield "gc", tool.collect_garbage(place)

    def limits(self, place, data):
        put(data.files(self.count, self.size), place.repository / "data")
        copy = ["cp", "-r", "data"]
        yield "add", "`cp -r`", place.call([*copy, "copy"], writes=True)
        yield "add", "floor", place.call([FLOOR, "data", "floor"], writes=True)
        for _ in range(3):
            look = place.call(["find", "data", "-printf", "%s %T@\\n"])
            for step in ["status, nothing changed", "status again", "add, one file new", "checkout of one"]:
                yield step, "`find`", look
        if self.link_type == "hardlink":
            yield "checkout of all", "`cp -rl`", place.call(["cp", "-rl", "data", "linked"], writes=True)
        else:
            yield "checkout of all", "`cp -r`", place.call([*copy, "again"], writes=True)


class LargeFile:
    """One large file."""

    tools = ["cairn", "cairn --no-sync", "dvc", "git-lfs", "oxen"]

    def __init__(self, size):
        self.size = size
        self.__doc__ = f"One file of {size / 1e9:g} GB."

    def play(self, tool, place, data):
        put(data.file(self.size), place.repository / "big")
        tool.prepare(place)
        yield "add", tool.add(place, "big")
        yield "status", tool.status(place)
        place.forget("big")
        yield "checkout", tool.checkout(place, "big")

    def limits(self, place, data):
        put(data.file(self.size), place.repository / "big")
        yield "add", "`md5sum`", place.call(["md5sum", "big"])
        yield "checkout", "`cp`", place.call(["cp", "big", "copy"], writes=True)


class LargeFiles:
    """Some large files."""

    tools = ["cairn", "cairn --no-sync", "dvc", "git-lfs"]

    def __init__(self, count, size):
        self.count, self.size = count, size
        self.__doc__ = f"{count} files of {size // 1_000_000} MB."

    def play(self, tool, place, data):
        put(data.flat(self.count, self.size), place.repository / "data")
        tool.prepare(place)
        yield "add", tool.add(place, "data")
        yield "status", tool.status(place)
        for file in (place.repository / "data").iterdir():
            os.utime(file)
        yield "status, all touched", tool.status(place)
        place.forget("data")
        yield "checkout", tool.checkout(place, "data")

    def limits(self, place, data):
        put(data.flat(self.count, self.size), place.repository / "data")
        both = "mkdir {0} && (cd data && ls | xargs -P 2 -n {1} cp -t ../{0})"
        for step in ["add", "checkout"]:
            half = (self.count + 1) // 2
            yield step, "two `cp`", place.call(["sh", "-c", both.format(step, half)], writes=True)
            place.forget(step)
        yield "status, all touched", "two `md5sum`", place.call(
            ["sh", "-c", f"ls data/* | xargs -P 2 -n {half} md5sum"])


class Transfers:
    """Through a server.

    With `alone`, each tool gets one of its own, which then goes: the disk holds the data of one tool at a time.
    """

    running = {}
    alone = False

    def __init__(self, server, latency, title, make):
        self.server, self.latency, self.make = server, latency, make
        copiers = [tool.name for tool in COPIERS if server.kind in tool.kinds]
        self.tools = ["cairn", "cairn --no-sync", "dvc", *copiers]
        if server.kind == "SSH":
            self.tools[2:2] = ["cairn by SFTP", "cairn by SFTP --no-sync"]
        far = f" with {latency} ms more for each round trip" if latency else ""
        self.__doc__ = f"{title}, {server.title}{far}."

    def running_server(self, data):
        which = (self.server, self.latency)
        if which not in self.running:
            self.running[which] = self.server(
                data.root.parent / f"{self.server.__name__}-{self.latency}", self.latency)
        return self.running[which]

    def play(self, tool, place, data):
        server = self.running_server(data)
        yield from self.steps(tool, place, server, place.root.name, data)
        if self.alone:
            del self.running[self.server, self.latency]
            server.stop()
            shutil.rmtree(server.root)

    def steps(self, tool, place, server, name, data):
        put(self.make(data), place.repository / "data")
        if isinstance(tool, Copier):
            yield from self.copy(tool, place, server, name)
            return
        tool.prepare(place)
        server.prepare(tool, place, name)
        tool.add(place, "data")
        yield "push", self.written(place, not server.isLazy, tool.run, place, "push", "-q")
        yield "push, nothing new", tool.run(place, "push", "-q")
        if tool.name.startswith("cairn"):
            yield "push --recheck, nothing new", tool.run(place, "push", "-q", "--recheck")
        place.put_aside(".dvc/cache")
        shutil.rmtree(place.root / "site", ignore_errors=True)
        yield "fetch", self.written(place, True, tool.run, place, "fetch", "-q")
        yield "status -c", tool.run(place, "status", "-q", "-c")

    def written(self, place, isWritten, step, *words):
        """The figures of a step, also until all is on the disk."""
        place.writes = isWritten
        figures = step(*words)
        place.writes = False
        return figures

    def copy(self, tool, place, server, name):
        if (place.repository / "data").is_file():
            (place.repository / "only").mkdir()
            (place.repository / "data").rename(place.repository / "only/data")
            place.source = "only"
        yield "push", self.written(place, not server.isLazy, tool.upload, place, server, name)
        yield "push --recheck, nothing new", tool.look(place, server, name)
        yield "fetch", self.written(place, True, tool.download, place, server, name)

    def limits(self, place, data):
        put(self.make(data), place.repository / "data")
        if (place.repository / "data").is_file():
            yield "fetch", "`md5sum`", place.call(["md5sum", "data"])


class NothingNew(Transfers):
    """A remote that has all there is."""

    isShort = False

    def __init__(self, server, title, make):
        super().__init__(server, 0, title, make)
        self.tools = ["cairn", "dvc", "s5cmd"]

    def steps(self, tool, place, server, name, data):
        put(self.make(data), place.repository / "data")
        if isinstance(tool, Copier):
            tool.upload(place, server, name)
            yield "push --recheck, nothing new", tool.look(place, server, name)
            return
        tool.prepare(place)
        server.prepare(tool, place, name)
        tool.add(place, "data")
        tool.run(place, "push", "-q")
        for _ in range(3):
            yield "push, nothing new", tool.run(place, "push", "-q")
        if tool.name == "cairn":
            yield "push --recheck, nothing new", tool.run(place, "push", "-q", "--recheck")
        yield "status -c", tool.run(place, "status", "-q", "-c")

    def limits(self, place, data):
        return []


def scenarios(quick, xfs):
    """All scenarios by name; small ones when `quick`."""
    many = (500, 10_000) if quick else (50_000, 10_000)
    peers = ["cairn", "cairn --no-sync", "dvc", "git-lfs", "oxen"]
    known = ["cairn", "cairn --no-sync", "dvc"]
    small = lambda data: data.files(200 if quick else 5000, 20_000)
    kinds = {
        "small": ("5,000 files of 20 KB", small),
        "large": ("One file of 1 GB", lambda data: data.file(30_000_000 if quick else 1_000_000_000)),
        "huge": ("One file of 2 GB", lambda data: data.file(40_000_000 if quick else 2_000_000_000)),
        "many": ("64 files of 32 MB", lambda data: data.flat(*((4, 5_000_000) if quick else (64, 32_000_000)))),
    }
    found = {
        "start": Start(),
        "many": ManyFiles(*many, "copy", peers),
        "many-hardlink": ManyFiles(*many, "hardlink", known),
        "many-symlink": ManyFiles(*many, "symlink", known),
        "many-reflink": ManyFiles(*many, "reflink", known, where=xfs),
        "million": ManyFiles(1000 if quick else 1_000_000, 20, "hardlink", ["cairn"]),
        "large": LargeFile(40_000_000 if quick else 2_000_000_000),
        "large-many": LargeFiles(10, 3_000_000) if quick else LargeFiles(64, 64_000_000),
    }
    for server in [servers.S3, servers.SSH, servers.Directory]:
        for latency in [0] if server.kind == "Directory" else [0, 30]:
            for kind, (title, make) in kinds.items():
                if kind == "huge" and latency:
                    continue
                name = f"{server.kind.lower()}-{kind}" + (f"-{latency}ms" if latency else "")
                found[name] = Transfers(server, latency, title, make)
                found[name].alone = kind != "small" and not quick
                found[name].isShort = name in ["s3-small", "s3-many-30ms", "ssh-small", "directory-large"]
    found["s3-noop"] = NothingNew(
        servers.S3, "50,000 files of 100 bytes", lambda data: data.files(400 if quick else 50_000, 100))
    if xfs is None:
        del found["many-reflink"]
    return found
