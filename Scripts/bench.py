"""The scenarios of Scripts/bench, which see."""

import argparse
import getpass
import os
import pathlib
import random
import shutil
import signal
import socket
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass, field

CAIRN = os.environ["CAIRN_BENCH_SUBJECT"]
DVC = os.environ["CAIRN_TEST_DVC"]
WEED = os.environ["CAIRN_TEST_SERVERS"] + "/bin/weed"


# --- tools and measuring ---------------------------------------------------------------------


@dataclass
class Figures:
    """What one run of one command took: seconds, seconds of CPU, bytes of memory at the peak."""

    wall: float
    cpu: float
    memory: int


@dataclass
class Place:
    """A directory of its own for one tool in one round, with a home and a configuration."""

    root: pathlib.Path
    tool: str
    program: list
    environment: dict = field(default_factory=dict)

    @property
    def repository(self):
        return self.root / "repo"

    def run(self, *words):
        """Runs the tool, which must succeed, and measures it."""
        return self.call(self.program + list(words))

    def call(self, words):
        # Asked of a small program: a child of Python's counts the memory of Python.
        asked = ["/usr/bin/time", "-q", "-f", "%M", "-o", str(self.root / "memory")]
        with open(self.root / "log", "ab") as log:
            begun = time.perf_counter()
            child = subprocess.Popen(
                asked + words, cwd=self.repository, env=self.environment, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log)
            _, status, usage = os.wait4(child.pid, 0)
            wall = time.perf_counter() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            end = (self.root / "log").read_text(errors="replace")[-2000:]
            raise SystemExit(f"bench: {words} ended with {child.returncode}:\n{end}")
        memory = int((self.root / "memory").read_text()) * 1024
        return Figures(wall, usage.ru_utime + usage.ru_stime, memory)

    def forget(self, *names):
        for name in names:
            path = self.repository / name
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def place_for(tool, program, root, variables):
    root.mkdir(parents=True)
    (root / "repo").mkdir()
    home = root / "home"
    (home / ".config").mkdir(parents=True)
    environment = {
        "HOME": str(home), "PATH": f"{home}/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8",
        "DVC_NO_ANALYTICS": "1", "CI": "true", "GIT_CONFIG_NOSYSTEM": "1",
        "DVC_SITE_CACHE_DIR": str(root / "site"), **variables,
    }
    place = Place(root, tool, program, environment)
    (home / ".gitconfig").write_text("[user]\nname = bench\nemail = bench@example.com\n")
    place.call(["git", "init", "-q", "."])
    return place


# --- data ------------------------------------------------------------------------------------


def make_files(directory, count, size, seed=1):
    """`count` files of `size` random bytes, a thousand in a directory."""
    bytes_of = random.Random(seed).randbytes
    for number in range(count):
        if number % 1000 == 0:
            below = directory / f"{number // 1000:04}"
            below.mkdir(parents=True)
        (below / f"{number:07}").write_bytes(bytes_of(size))


def make_file(path, size):
    with open(path, "wb") as file, open("/dev/urandom", "rb") as source:
        while size > 0:
            size -= file.write(source.read(min(size, 1 << 24)))


# --- servers ---------------------------------------------------------------------------------


def free_ports(count):
    """Ports that nobody uses, below those that the system gives to outgoing connections."""
    found = []
    while len(found) < count:
        port = random.randrange(20000, 30000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port not in found:
            found.append(port)
    return found


def wait_for(port):
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit(f"bench: no server at port {port}")


class Server:
    def __init__(self, words, root):
        self.log = open(root / "server.log", "wb")
        self.process = subprocess.Popen(
            words, cwd=root, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log,
            start_new_session=True)

    def stop(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class S3(Server):
    """SeaweedFS with a bucket, `bench`."""

    keys = {"AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "secret"}

    def __init__(self, root):
        (root / "data").mkdir(parents=True)
        (root / "s3.json").write_text(
            '{"identities": [{"name": "bench", "actions": ["Admin", "Read", "Write", "List", "Tagging"],'
            ' "credentials": [{"accessKey": "bench", "secretKey": "secret"}]}]}')
        ports = free_ports(9)
        names = [
            "s3.port", "master.port", "volume.port", "filer.port", "master.port.grpc",
            "volume.port.grpc", "filer.port.grpc", "s3.port.grpc"]
        super().__init__(
            [WEED, "server", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-dir=data", "-filer", "-s3",
             "-s3.config=s3.json", "-s3.port.iceberg=0", "-s3.port.lance=0", "-master.telemetry=false",
             "-master.volumeSizeLimitMB=1024", "-volume.max=1000", "-master.electionTimeout=1s"]
            + [f"-{name}={port}" for name, port in zip(names, ports)], root)
        self.endpoint = f"http://127.0.0.1:{ports[0]}"
        wait_for(ports[0])
        rclone = [WEED.replace("weed", "rclone"), "mkdir", "s3:bench"]
        settings = {
            "TYPE": "s3", "PROVIDER": "Other", "ENDPOINT": self.endpoint, "REGION": "us-east-1",
            "ACCESS_KEY_ID": "bench", "SECRET_ACCESS_KEY": "secret"}
        variables = {f"RCLONE_CONFIG_S3_{name}": value for name, value in settings.items()}
        for _ in range(100):
            if subprocess.run(
                rclone, env={"RCLONE_CONFIG": "/dev/null", **variables}, capture_output=True
            ).returncode == 0:
                return
            time.sleep(0.2)
        raise SystemExit("bench: no bucket")

    def prepare(self, place, name):
        place.environment.update(self.keys)
        place.run("remote", "add", "-q", "-d", "storage", f"s3://bench/{name}")
        place.run("remote", "modify", "-q", "storage", "endpointurl", self.endpoint)


class SSH(Server):
    """OpenSSH's sshd with a key of its own."""

    def __init__(self, root):
        root.mkdir(parents=True)
        self.root = root
        for name in ["host", "user"]:
            subprocess.run(
                ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", root / name], check=True)
        shutil.copy(root / "user.pub", root / "authorized_keys")
        if os.getuid() == 0:
            os.makedirs("/run/sshd", exist_ok=True)
        [self.port] = free_ports(1)
        (root / "sshd_config").write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {root}/host\nPidFile none\n"
            f"AuthorizedKeysFile {root}/authorized_keys\nStrictModes no\nUsePAM no\nUseDNS no\n"
            "Subsystem sftp internal-sftp\n")
        super().__init__(["/usr/sbin/sshd", "-D", "-e", "-f", str(root / "sshd_config")], root)
        wait_for(self.port)

    def prepare(self, place, name):
        storage = self.root / "storage" / name
        storage.mkdir(parents=True)
        place.run("remote", "add", "-q", "-d", "storage", f"ssh://127.0.0.1{storage}")
        for option, value in [
            ("port", self.port), ("user", getpass.getuser()), ("keyfile", self.root / "user"),
        ]:
            place.run("remote", "modify", "-q", "storage", option, str(value))
        # The host's key, for the program `ssh`; DVC looks at none.
        key = (self.root / "host.pub").read_text()
        (self.root / "known").write_text(f"[127.0.0.1]:{self.port} {key}")
        programs = pathlib.Path(place.environment["HOME"]) / "bin"
        programs.mkdir(exist_ok=True)
        (programs / "ssh").write_text(
            f'#!/bin/sh\nexec /usr/bin/ssh -F /dev/null -o UserKnownHostsFile={self.root}/known "$@"\n')
        (programs / "ssh").chmod(0o755)


# --- scenarios -------------------------------------------------------------------------------
# Each takes a place and the size of the work, and yields the name of a step with its figures.


def start_up(place, quick):
    """Starting, and looking at an empty project."""
    yield "--version", place.run("--version")
    place.run("init", "-q")
    yield "status, empty", place.run("status", "-q")


def many_files(place, quick):
    """50,000 files of 10 KB."""
    count = 500 if quick else 50_000
    make_files(place.repository / "data", count, 10_000)
    place.run("init", "-q")
    yield "add", place.run("add", "-q", "data")
    yield "status, nothing changed", place.run("status", "-q")
    yield "status again", place.run("status", "-q")
    (place.repository / "data/0000/new").write_bytes(b"new")
    yield "add, one file new", place.run("add", "-q", "data")
    place.forget("data")
    yield "checkout of all", place.run("checkout", "-q")
    place.forget("data/0000/0000007")
    yield "checkout of one", place.run("checkout", "-q")
    yield "gc", place.run("gc", "-q", "-w", "-f")


def large_file(place, quick):
    """One file of 4 GB."""
    make_file(place.repository / "big", 40_000_000 if quick else 4_000_000_000)
    place.run("init", "-q")
    yield "add", place.run("add", "-q", "big")
    place.forget("big")
    yield "checkout", place.run("checkout", "-q")


def large_files(place, quick):
    """64 files of 64 MB."""
    (place.repository / "data").mkdir()
    for number in range(4 if quick else 64):
        make_file(place.repository / f"data/{number}", 64_000_000)
    place.run("init", "-q")
    yield "add", place.run("add", "-q", "data")
    yield "status", place.run("status", "-q")


def transfers(server_type, data):
    def scenario(place, quick):
        server = SHARED.get(server_type) or SHARED.setdefault(
            server_type, server_type(SHARED["root"] / server_type.__name__))
        place.run("init", "-q")
        server.prepare(place, f"{data}-{place.root.name}")
        if data == "small":
            make_files(place.repository / "data", 200 if quick else 5000, 20_000)
        else:
            make_file(place.repository / "data", 30_000_000 if quick else 1_000_000_000)
        place.run("add", "-q", "data")
        yield "push", place.run("push", "-q")
        yield "push, nothing new", place.run("push", "-q")
        place.forget(".dvc/cache")
        shutil.rmtree(place.root / "site", ignore_errors=True)
        yield "fetch", place.run("fetch", "-q")
        yield "status -c", place.run("status", "-q", "-c")

    size = "5,000 files of 20 KB" if data == "small" else "one file of 1 GB"
    where = "SeaweedFS" if server_type is S3 else "OpenSSH"
    scenario.__doc__ = f"{size} through {where}."
    return scenario


SHARED = {}
SCENARIOS = {
    "start": start_up,
    "many": many_files,
    "large": large_file,
    "large-many": large_files,
    "s3-small": transfers(S3, "small"),
    "s3-large": transfers(S3, "large"),
    "ssh-small": transfers(SSH, "small"),
    "ssh-large": transfers(SSH, "large"),
}
# Those whose rounds do not fit on a disk side by side.
LARGE = ["large", "large-many", "s3-large", "ssh-large"]


# --- playing and telling ---------------------------------------------------------------------


def play(name, tools, rounds, quick, root):
    """All figures of a scenario: by step, by tool."""
    figures = {}
    for round in range(rounds):
        for tool, program in tools.items():
            place = place_for(tool, program, root / f"{name}-{tool}-{round}", {})
            for step, taken in SCENARIOS[name](place, quick):
                figures.setdefault(step, {}).setdefault(tool, []).append(taken)
            if name in LARGE:
                shutil.rmtree(place.root)
    # Not earlier: ext4 gives inodes that were freed just now to nobody, and looks for others at length.
    for place in root.glob(f"{name}-*"):
        shutil.rmtree(place)
    return figures


def tell(name, figures):
    print(f"\n## {name}: {SCENARIOS[name].__doc__}\n", flush=True)
    print("| step | tool | wall, s | CPU, s | memory, MB | against Cairn |")
    print("|---|---|---|---|---|---|")
    for step, by_tool in figures.items():
        ours = statistics.median(taken.wall for taken in by_tool["cairn"])
        for tool, taken in by_tool.items():
            wall, cpu, memory = (
                statistics.median(getattr(each, what) for each in taken)
                for what in ["wall", "cpu", "memory"])
            ratio = "" if tool == "cairn" else f"{wall / ours:.1f} ×"
            print(f"| {step} | {tool} | {wall:.3f} | {cpu:.2f} | {memory / 1e6:.0f} | {ratio} |")
    print(flush=True)


def main():
    parser = argparse.ArgumentParser(prog="Scripts/bench")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("scenario", nargs="*", choices=[*SCENARIOS, []])
    arguments = parser.parse_args()
    rounds = arguments.rounds or (1 if arguments.quick else 3)
    tools = {"cairn": [CAIRN], "dvc": [DVC]}
    with tempfile.TemporaryDirectory(prefix="cairn-bench-") as root:
        SHARED["root"] = pathlib.Path(root) / "servers"
        try:
            for name in arguments.scenario or SCENARIOS:
                tell(name, play(name, tools, rounds, arguments.quick, pathlib.Path(root)))
        finally:
            for server in SHARED.values():
                if isinstance(server, Server):
                    server.stop()


main()
