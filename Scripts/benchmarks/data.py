"""What is stored in the scenarios."""

import random
import subprocess


class Data:
    """Trees and files of random bytes, made once and copied into each place."""

    def __init__(self, root):
        self.root = root
        root.mkdir(parents=True)

    def files(self, count, size):
        """`count` files of `size` bytes, a thousand in a directory."""
        tree = self.root / f"{count}-{size}"
        if not tree.exists():
            bytes_of = random.Random(1).randbytes
            for number in range(count):
                below = tree / f"{number // 1000:04}"
                if number % 1000 == 0:
                    below.mkdir(parents=True)
                (below / f"{number:07}").write_bytes(bytes_of(size))
        return tree

    def flat(self, count, size):
        """A directory of `count` large files."""
        tree = self.root / f"flat-{count}-{size}"
        if not tree.exists():
            tree.mkdir()
            for number in range(count):
                fill(tree / str(number), size)
        return tree

    def file(self, size):
        path = self.root / f"file-{size}"
        if not path.exists():
            fill(path, size)
        return path


def put(source, target):
    """A copy of its own, on the disk."""
    subprocess.run(["cp", "-r", source, target], check=True)
    subprocess.run(["sync", "-f", target], check=True)


def fill(path, size):
    with open(path, "wb") as file, open("/dev/urandom", "rb") as source:
        while size > 0:
            size -= file.write(source.read(min(size, 1 << 24)))
