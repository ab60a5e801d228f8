"""The portal's own processes: started, watched, started again if they die, ended together."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from rcportal.services import places
from rcportal.services.processes import end_with_parent

MOST_RESTARTS = 3  # within a minute


class ChildFailed(Exception):
    """A process of the portal ends again and again."""


@dataclass(frozen=True)
class Program:
    """What is to run, and how it is asked to end."""

    name: str
    module: str
    arguments: tuple[str, ...]
    # Signals and how many seconds each is given; after the last one the process is killed.
    endings: tuple[tuple[signal.Signals, float], ...]
    sockets: tuple[int, ...] = ()


@dataclass
class Child:
    """One running program."""

    program: Program
    log: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes] = field(init=False)
    deaths: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it in a session of its own: Ctrl-C at the terminal comes to us alone."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", self.program.module, *self.program.arguments],
                cwd=places.BASE_DIR,
                env=self.environment,
                pass_fds=self.program.sockets,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=end_with_parent(signal.SIGKILL),
            )

    def is_alive(self) -> bool:
        """Tell whether it still runs."""
        return self.process.poll() is None

    def ask_to_end(self) -> None:
        """Tell it kindly, and do not wait."""
        self.process.send_signal(self.program.endings[0][0])

    def end(self) -> None:
        """Wait until it has ended after it was asked; tell it less and less kindly."""
        for number, (end_signal, patience) in enumerate(self.program.endings):
            if number:
                self.process.send_signal(end_signal)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(patience)
                break
        self.sweep()
        self.process.wait()

    def sweep(self) -> None:
        """Kill what is left of it: everything of its session."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)


class Children:
    """All of them. `say` is told in a sentence what happens."""

    def __init__(self, var: Path, environment: dict[str, str], say: Callable[[str], None]) -> None:
        self.var = var
        self.environment = environment
        self.say = say
        self.running: list[Child] = []

    def start(self, *programs: Program) -> None:
        """Start the programs, each with a new log; the log of the last time is kept as `.1`."""
        for program in programs:
            log = self.var / "log" / f"{program.name}.log"
            if log.exists():
                log.replace(log.with_name(f"{log.name}.1"))
            child = Child(program, log, self.environment)
            self.running.append(child)
            child.start()

    def look_after(self) -> None:
        """Start again what died. Raises ChildFailed when that does not help."""
        for child in self.running:
            if not child.is_alive():
                self._start_again(child)

    def stop(self) -> None:
        """End all of them and leave nothing."""
        for child in self.running:
            child.ask_to_end()
        for child in self.running:
            child.end()
        self.running = []

    def _start_again(self, child: Child) -> None:
        child.sweep()
        name, status = child.program.name, child.process.returncode
        now = time.monotonic()
        child.deaths = [*(when for when in child.deaths if now - when < 60), now]
        if len(child.deaths) > MOST_RESTARTS:
            times = len(child.deaths)
            raise ChildFailed(f"{name} ended {times} times within a minute; {child.log} says why.")
        self.say(f"{name} ended with status {status} and is started again; see {child.log}")
        time.sleep(len(child.deaths))
        child.start()
