"""Makes .venv and installs a requirements file into it, unless that was done already."""

import fcntl
import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
# What is installed with a file besides itself.
CONTAINS = {
    "requirements.txt": ("requirements.txt",),
    "requirements-dev.txt": ("requirements.txt", "requirements-dev.txt"),
}


def main(name: str) -> int:
    """Two at once in one checkout: the second waits and finds all done."""
    lock = os.open(ROOT, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    if not is_usable():
        print("rcportal: making .venv", flush=True)
        run(sys.executable, "-m", "venv", "--clear", str(VENV))
    elif stamp(name).exists() and stamp(name).read_text() == mark(name):
        return 0
    print(f"rcportal: installing {name} into .venv (a minute or two)", flush=True)
    for each in CONTAINS[name]:
        stamp(each).unlink(missing_ok=True)
    options = ["-qq", "--disable-pip-version-check", "--no-input"]
    run(str(PYTHON), "-m", "pip", "install", *options, "-r", name)
    for each in CONTAINS[name]:
        stamp(each).write_text(mark(each))
    return 0


def is_usable() -> bool:
    """A .venv of a Python that is gone, or one that was not finished, is made anew."""
    question = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([PYTHON, "-c", question], capture_output=True).returncode == 0
    except OSError:
        return False


def run(*command: str) -> None:
    status = subprocess.run(command, cwd=ROOT).returncode
    if status:
        sys.exit(f"rcportal: `{' '.join(command)}` failed, see above.")


def stamp(name: str) -> Path:
    return VENV / f"{name}.installed"


def mark(name: str) -> str:
    files = (ROOT / each for each in CONTAINS[name])
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1]))
    except KeyboardInterrupt:
        sys.exit(130)
