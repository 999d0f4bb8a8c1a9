#!/usr/bin/env python3
"""Sets betalt up and starts it.

    python3 tools/bootstrap.py setup|demo|test|check|serve|bench|proof|trust [arguments]

Only the standard library: this file runs before anything is installed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = ROOT / "requirements"
STAMP = VENV / ".installed"
OLDEST = (3, 11)


class Stop(Exception):
    """The set-up cannot go on; the message says what is missing."""


def main(arguments: list[str]) -> int:
    """Carry out one command; return its exit code."""
    command, *rest = arguments or ["help"]
    if command not in COMMANDS:
        print(__doc__)
        return 2
    try:
        return COMMANDS[command](rest)
    except Stop as reason:
        print(f"bootstrap: {reason}", file=sys.stderr)
        return 2


def setup(arguments: list[str]) -> int:
    """Install what betalt needs, or with no argument also what its tests and checks need."""
    install("run" if arguments == ["run"] else "test")
    return 0


def demo(arguments: list[str]) -> int:
    """Walk the main road with the examples."""
    install("run")
    return start(PYTHON, "-m", "betalt", "demo", *arguments)


def serve(arguments: list[str]) -> int:
    """Run betalt."""
    install("run")
    return start(PYTHON, "-m", "betalt", "serve", *arguments)


def check(arguments: list[str]) -> int:
    """Run the linters and the house rules."""
    install("test")
    return start(PYTHON, "tools/check.py", *arguments)


def test(arguments: list[str]) -> int:
    """Run all checks and all tests, or with arguments only those tests."""
    install("test")
    have_chromium()
    failed = 0 if arguments else start(PYTHON, "tools/check.py")
    return start(PYTHON, "-m", "pytest", "-n", "2", *arguments) or failed


def bench(arguments: list[str]) -> int:
    """Measure, in CPU time."""
    install("test")
    return start(PYTHON, "-m", "bench", *arguments)


def proof(arguments: list[str]) -> int:
    """Run the long tests that `test` leaves out."""
    install("test")
    return start(PYTHON, "-m", "pytest", "-n", "2", "-m", "proof", *arguments)


def trust(arguments: list[str]) -> int:
    """Try to break betalt in every way that we know, and write the figures down."""
    install("test")
    have_chromium()
    for program, package in BROKEN_WITH.items():
        if not shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"):
            apt_install(package)  # what is not to be had is left out by name
    return start(PYTHON, "-m", "tools.trust", *arguments)


BROKEN_WITH = {"pgbouncer": "pgbouncer", "ip": "iproute2", "faketime": "faketime"}

COMMANDS = {
    "setup": setup,
    "demo": demo,
    "test": test,
    "check": check,
    "serve": serve,
    "bench": bench,
    "proof": proof,
    "trust": trust,
}


def start(*command: object) -> int:
    """Run a command from the project's folder and return its exit code."""
    return subprocess.call([str(part) for part in command], cwd=ROOT)


def install(lock: str) -> None:
    """Bring .venv to what a lock says; a stamp makes the next start quick."""
    key = fingerprint(lock)
    if PYTHON.exists() and STAMP.exists() and key in STAMP.read_text().split():
        return
    refuse_old_python()
    make_venv()
    say(f"installing requirements/{lock}.txt into {VENV.name}")
    pip = find_pip()
    environment = installer_environment(pip)
    if not (with_uv(lock, pip, environment) or with_pip(lock, pip, environment)):
        raise Stop("the packages could not be installed; the lines above say why.")
    # The tests' lock holds all of the other's.
    STAMP.write_text(f"{fingerprint('run')} {key}\n" if lock == "test" else f"{key}\n")


def refuse_old_python() -> None:
    """Refuse a Python that betalt does not run on."""
    if sys.version_info < OLDEST:
        raise Stop(f"betalt needs Python 3.11 or newer; this is {sys.version.split()[0]}.")


def fingerprint(lock: str) -> str:
    """Name the state of an installed .venv: what the lock asks for, the project's own data, its folder."""
    parts = ((LOCKS / f"{lock}.txt").read_bytes(), (ROOT / "pyproject.toml").read_bytes(), os.fsencode(ROOT))
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def make_venv() -> None:
    """Make .venv unless it works; install or name Debian's package when this Python cannot."""
    if quiet(PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"):
        return
    say(f"creating {VENV.name} with Python {sys.version.split()[0]}")
    make = (sys.executable, "-m", "venv", "--clear", VENV)
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if has_module("ensurepip"):
        made = start(*make) == 0
    elif has_module("pip"):
        made = start(*make, "--without-pip") == 0
    else:
        made = apt_install(package) and start(*make) == 0
    if not made:
        raise Stop(f"this Python cannot make a virtual environment. On Debian: apt-get install {package}")


def has_module(name: str) -> bool:
    """Tell whether the Python that runs this file has a module of its own."""
    return quiet(sys.executable, "-c", f"import {name}")


def apt_install(package: str) -> bool:
    """Install a Debian package when we are root on Debian; tell whether it is there now."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say(f"installing Debian's {package}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install_it = ("install", "-y", "--no-install-recommends", package)
    return all(
        run(environment, "apt-get", "-qq", *words, unheard=True) for words in (("update",), install_it)
    )


def have_chromium() -> None:
    """Install Debian's Chromium for the tests in a browser; without it they are left out by name."""
    if not shutil.which("chromium") and not os.environ.get("BETALT_CHROMIUM") and not apt_install("chromium"):
        say(
            "there is no chromium, so the tests in a browser are left out; on Debian: apt-get install chromium"
        )


def find_pip() -> tuple[object, ...]:
    """Return the pip inside .venv, or the one outside that fills a .venv without any."""
    inside = (PYTHON, "-m", "pip")
    return inside if quiet(*inside, "--version") else (sys.executable, "-m", "pip", "--python", PYTHON)


def installer_environment(pip: tuple[object, ...]) -> dict[str, str]:
    """Return the environment for the installers, with pip's own settings said in uv's words.

    uv reads none of pip's settings, and trusts the machine's certificates only when told to. What is
    installed is pinned by hashes, so it may come from whichever index has it.
    """
    found = {
        **os.environ,
        "VIRTUAL_ENV": str(VENV),
        "UV_SYSTEM_CERTS": "1",
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }
    for name, setting, separator in (
        ("UV_DEFAULT_INDEX", "index-url", " "),
        ("UV_INDEX", "extra-index-url", " "),
        ("UV_FIND_LINKS", "find-links", ","),
    ):
        if value := pip_setting(setting, pip):
            found.setdefault(name, separator.join(value.split()))
    return found


def pip_setting(name: str, pip: tuple[object, ...]) -> str:
    """Return what pip's environment or files say of a setting; the environment comes first, as in pip."""
    given = os.environ.get("PIP_" + name.upper().replace("-", "_"))
    return given or answer(*pip, "config", "get", f"global.{name}")


def with_uv(lock: str, pip: tuple[object, ...], environment: dict[str, str]) -> bool:
    """Install with uv, which is itself installed from a hashed lock; tell whether that worked."""
    uv = (PYTHON, "-m", "uv", "pip", "install", "-q")
    if (
        run(environment, *pip, "install", "-q", "--require-hashes", "-r", LOCKS / "uv.txt")
        and run(environment, *uv, "--compile-bytecode", "--require-hashes", "-r", LOCKS / f"{lock}.txt")
        and run(environment, *uv, "--no-deps", "--no-build-isolation", "-e", ROOT)
    ):
        return True
    say("uv could not install them; trying pip")
    return False


def with_pip(lock: str, pip: tuple[object, ...], environment: dict[str, str]) -> bool:
    """Install with pip alone; tell whether that worked."""
    install_with = (*pip, "install", "-q")
    return run(environment, *install_with, "--require-hashes", "-r", LOCKS / f"{lock}.txt") and run(
        environment, *install_with, "--no-deps", "--no-build-isolation", "-e", ROOT
    )


def run(environment: dict[str, str], *command: object, unheard: bool = False) -> bool:
    """Run an installer, with its errors alone shown when it talks too much; tell whether it succeeded."""
    output = subprocess.DEVNULL if unheard else None
    return subprocess.call([str(part) for part in command], cwd=ROOT, env=environment, stdout=output) == 0


def quiet(*command: object) -> bool:
    """Run a question whose answer is its exit code; a program that is not there says no."""
    try:
        return (
            subprocess.run([str(part) for part in command], capture_output=True, check=False).returncode == 0
        )
    except OSError:
        return False


def answer(*command: object) -> str:
    """Run a question whose answer is what it prints."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def say(text: str) -> None:
    """Tell the user what takes time."""
    print(f"» {text}", flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
