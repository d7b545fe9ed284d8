"""The servers that transfers are measured with."""

import getpass
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import time

WEED = os.environ["CAIRN_TEST_SERVERS"] + "/bin/weed"
DELAY = os.environ["CAIRN_BENCH_DELAY"]


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
    """A server on the loopback interface.

    `kind` is what copiers call it. With `latency`, in milliseconds, clients reach it through a proxy that
    holds every answer back for so long. Who pushes to one that `isLazy` does not wait for its disk.
    """

    isLazy = False

    def __init__(self, root, latency):
        self.root = root
        self.latency = latency
        self.processes = []
        root.mkdir(parents=True, exist_ok=True)
        self.log = open(root / "server.log", "ab")

    def start(self, *words):
        self.processes.append(subprocess.Popen(
            [str(word) for word in words], cwd=self.root, stdin=subprocess.DEVNULL,
            stdout=self.log, stderr=self.log, start_new_session=True))

    def far(self, port):
        """The port by which clients reach what listens at `port`."""
        if not self.latency:
            return port
        [entrance] = free_ports(1)
        self.start(DELAY, entrance, port, self.latency)
        wait_for(entrance)
        return entrance

    def stop(self):
        for process in reversed(self.processes):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


class S3(Server):
    """SeaweedFS with a bucket, `bench`."""

    kind, title = "S3", "SeaweedFS"
    isLazy = True
    keys = {
        "AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1"}

    def __init__(self, root, latency=0):
        super().__init__(root, latency)
        (root / "data").mkdir()
        (root / "s3.json").write_text(
            '{"identities": [{"name": "bench", "actions": ["Admin", "Read", "Write", "List", "Tagging"],'
            ' "credentials": [{"accessKey": "bench", "secretKey": "secret"}]}]}')
        ports = free_ports(9)
        names = [
            "s3.port", "master.port", "volume.port", "filer.port", "master.port.grpc",
            "volume.port.grpc", "filer.port.grpc", "s3.port.grpc"]
        self.start(
            WEED, "server", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-dir=data", "-filer", "-s3",
            "-s3.config=s3.json", "-s3.port.iceberg=0", "-s3.port.lance=0", "-master.telemetry=false",
            "-master.volumeSizeLimitMB=1024", "-volume.max=1000", "-master.electionTimeout=1s",
            *[f"-{name}={port}" for name, port in zip(names, ports)])
        wait_for(ports[0])
        self.endpoint = f"http://127.0.0.1:{self.far(ports[0])}"
        settings = {
            "TYPE": "s3", "PROVIDER": "Other", "ENDPOINT": self.endpoint, "REGION": "us-east-1",
            "ACCESS_KEY_ID": "bench", "SECRET_ACCESS_KEY": "secret"}
        self.rclone = {f"RCLONE_CONFIG_FAR_{name}": value for name, value in settings.items()}
        make_bucket = [WEED.replace("weed", "rclone"), "mkdir", "far:bench"]
        for _ in range(100):
            if subprocess.run(
                make_bucket, env={"RCLONE_CONFIG": "/dev/null", **self.rclone}, capture_output=True
            ).returncode == 0:
                return
            time.sleep(0.2)
        raise SystemExit("bench: no bucket")

    def remote(self, name):
        return f"far:bench/{name}"

    def prepare(self, tool, place, name):
        place.environment.update(self.keys)
        tool.run(place, "remote", "add", "-q", "-d", "storage", f"s3://bench/{name}")
        tool.run(place, "remote", "modify", "-q", "storage", "endpointurl", self.endpoint)


class SSH(Server):
    """OpenSSH's sshd with a key of its own; its users find `cairn`."""

    kind, title = "SSH", "sshd"
    host = "127.0.0.1"

    def __init__(self, root, latency=0):
        super().__init__(root, latency)
        for name in ["host", "user"]:
            subprocess.run(
                ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", root / name], check=True)
        shutil.copy(root / "user.pub", root / "authorized_keys")
        if os.getuid() == 0:
            os.makedirs("/run/sshd", exist_ok=True)
        programs = root / "bin"
        programs.mkdir()
        (programs / "cairn").symlink_to(os.environ["CAIRN_BENCH_SUBJECT"])
        [port] = free_ports(1)
        (root / "sshd_config").write_text(
            f"Port {port}\nListenAddress 127.0.0.1\nHostKey {root}/host\nPidFile none\n"
            f"AuthorizedKeysFile {root}/authorized_keys\nStrictModes no\nUsePAM no\nUseDNS no\n"
            f"SetEnv PATH={programs}:/usr/bin:/bin\nSubsystem sftp internal-sftp\n")
        self.start("/usr/sbin/sshd", "-D", "-e", "-f", root / "sshd_config")
        wait_for(port)
        self.port = self.far(port)
        # The host's key, for the program `ssh`; DVC looks at none.
        key = (root / "host.pub").read_text()
        (root / "known").write_text(f"[127.0.0.1]:{self.port} {key}")
        settings = {
            "TYPE": "sftp", "HOST": "127.0.0.1", "PORT": str(self.port), "USER": getpass.getuser(),
            "KEY_FILE": str(root / "user"), "KNOWN_HOSTS_FILE": str(root / "known"),
            # Otherwise a shell on the server hashes each file after it was copied.
            "DISABLE_HASHCHECK": "true"}
        self.rclone = {f"RCLONE_CONFIG_FAR_{name}": value for name, value in settings.items()}

    def directory(self, name):
        return self.root / "storage" / name

    def remote(self, name):
        return f"far:{self.directory(name)}"

    def path(self, name):
        self.directory(name).parent.mkdir(exist_ok=True)
        return f"127.0.0.1:{self.directory(name)}"

    def login(self, place):
        return ["ssh", "-F", "/dev/null", "-o", f"UserKnownHostsFile={self.root}/known", "-o",
                f"Port={self.port}", "-o", f"IdentityFile={self.root}/user"]

    def prepare(self, tool, place, name):
        storage = self.directory(name)
        storage.mkdir(parents=True)
        tool.run(place, "remote", "add", "-q", "-d", "storage", f"ssh://127.0.0.1{storage}")
        for option, value in [
            ("port", self.port), ("user", getpass.getuser()), ("keyfile", self.root / "user"),
        ]:
            tool.run(place, "remote", "modify", "-q", "storage", option, str(value))
        programs = pathlib.Path(place.environment["HOME"]) / "bin"
        programs.mkdir(exist_ok=True)
        (programs / "ssh").write_text(
            f'#!/bin/sh\nexec /usr/bin/ssh -F /dev/null -o UserKnownHostsFile={self.root}/known "$@"\n')
        (programs / "ssh").chmod(0o755)


class Directory(Server):
    """A directory, on the same disk."""

    kind, title = "Directory", "a directory"
    rclone = {}

    def path(self, name):
        return str(self.root / name)

    remote = path

    def login(self, place):
        return []

    def prepare(self, tool, place, name):
        tool.run(place, "remote", "add", "-q", "-d", "storage", self.root / name)
