"""The server as it is deployed, in processes of its own that can be killed; and its connections to PostgreSQL too."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random

from django.db import connection

from tests.journeys.server import ROOT, free_port, wait_for

NAME = "dastur-ordeal"  # what its connections are called in the database
FIRST = "/tg/accounts/login/"


class Server:
    """Gunicorn with two workers, on one port for all its lives."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self.port, self.log = free_port(), log
        self.environment = {**environment, "PGAPPNAME": NAME, "BASE_URL": f"http://127.0.0.1:{self.port}"}
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Returns when it answers."""
        command = [
            *[sys.executable, "-m", "gunicorn", "academy.wsgi:application", "--pythonpath", "site,."],
            *["--bind", f"127.0.0.1:{self.port}", "--workers", "2", "--worker-class", "gthread", "--threads", "4"],
            *["--log-level", "critical"],
        ]
        with self.log.open("ab") as out:
            # A session of its own, so that it can be killed with all its workers and nothing else.
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=dict(self.environment), stdout=out, stderr=out, start_new_session=True
            )
        wait_for(f"{self.url}{FIRST}", self.process, self.log)

    def kill(self) -> None:
        """As the power does: at once, in the middle of whatever it was doing."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def kill_a_worker(self, random: Random) -> None:
        """One of its workers; the others go on, and another is begun."""
        assert self.process
        pid = self.process.pid
        workers = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        if workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(random.choice(workers)), signal.SIGKILL)


@contextlib.contextmanager
def serving(environment: Mapping[str, str], log: Path) -> Iterator[Server]:
    """A server that has started; killed at the end."""
    server = Server(environment, log)
    try:
        server.start()
        yield server
    finally:
        server.kill()


def cut_a_connection() -> int:
    """Ends one of the server's connections, at PostgreSQL's side; returns how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE application_name = %s AND datname = current_database()"
            " ORDER BY (state = 'active') DESC, random()",
            [NAME],
        )
        found = [pid for (pid,) in cursor.fetchall()]
        if found:
            cursor.execute("SELECT pg_terminate_backend(%s)", [found[0]])
    return len(found)
