"""Tools that copy trees of files to servers and back: no cache, no hashing, nothing but the transfer."""

import os
import pathlib
import shlex

BIN = pathlib.Path(os.environ["CAIRN_BENCH_PEERS"]) / "bin"


class Copier:
    """Knows how to copy `data` to a place on a server, to list what is there, and to copy it back.

    `kinds` are the servers that it can use; what it cannot do returns None.
    """

    variables = {}

    def look(self, place, server, name):
        return None


class S5cmd(Copier):
    name = "s5cmd"
    kinds = {"S3"}

    def call(self, place, server, *words):
        place.environment.update(server.keys)
        return place.call(
            [BIN / "s5cmd", "--endpoint-url", server.endpoint, "--log", "error", *words])

    def upload(self, place, server, name):
        return self.call(place, server, "cp", f"{place.source}/", f"s3://bench/{name}/")

    def look(self, place, server, name):
        return self.call(place, server, "ls", f"s3://bench/{name}/*")

    def download(self, place, server, name):
        return self.call(place, server, "cp", f"s3://bench/{name}/*", "copy/")


class AWS(Copier):
    name = "aws"
    kinds = {"S3"}

    def call(self, place, server, *words):
        place.environment.update(server.keys)
        return place.call(
            [BIN / "aws", "s3", "--endpoint-url", server.endpoint, "cp", "--recursive",
             "--only-show-errors", *words])

    def upload(self, place, server, name):
        return self.call(place, server, place.source, f"s3://bench/{name}/")

    def download(self, place, server, name):
        return self.call(place, server, f"s3://bench/{name}/", "copy")


class Rclone(Copier):
    """With 32 transfers at a time, for 4, its default, take longer; 8 over SSH, where sshd turns more away."""

    name = "rclone"
    kinds = {"S3", "SSH", "Directory"}

    def call(self, place, server, source, target):
        place.environment.update({"RCLONE_CONFIG": "/dev/null", **server.rclone})
        width = "8" if server.kind == "SSH" else "32"
        return place.call(
            [pathlib.Path(os.environ["CAIRN_TEST_SERVERS"]) / "bin/rclone", "copy", "--transfers",
             width, "--checkers", width, source, target])

    def upload(self, place, server, name):
        return self.call(place, server, place.source, f"{server.remote(name)}")

    def download(self, place, server, name):
        return self.call(place, server, f"{server.remote(name)}", "copy")


class Rsync(Copier):
    name = "rsync"
    kinds = {"SSH", "Directory"}

    def call(self, place, server, source, target):
        shell = ["-e", shlex.join(server.login(place))] if server.login(place) else []
        return place.call(["rsync", "-a", *shell, source, target])

    def upload(self, place, server, name):
        return self.call(place, server, f"{place.source}/", server.path(name))

    def look(self, place, server, name):
        return self.upload(place, server, name)

    def download(self, place, server, name):
        return self.call(place, server, f"{server.path(name)}/", "copy")


class SFTP(Copier):
    """OpenSSH's `sftp`, one file after the other."""

    name = "sftp"
    kinds = {"SSH"}

    def call(self, place, server, *lines):
        batch = place.root / "batch"
        batch.write_text("".join(f"{line}\n" for line in lines))
        words = server.login(place)
        host = server.host
        words = [word for word in words[1:] if word != host]
        return place.call(["sftp", "-q", "-b", batch, *words, host])

    def upload(self, place, server, name):
        target = server.directory(name)
        return self.call(place, server, f"-mkdir {target}", f"put -r {place.source}/. {target}")

    def download(self, place, server, name):
        return self.call(place, server, "lmkdir copy", f"get -r {server.directory(name)}/. copy")


COPIERS = [S5cmd(), AWS(), Rclone(), Rsync(), SFTP()]
