"""The whole system, running as a user meets it: a database with demonstration content, and gunicorn before it."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import redis

ROOT = Path(__file__).resolve().parents[2]
# The same for the demo and the server as deployed: authenticator secrets are enciphered with it.
SECRET = "for-the-journeys-only-never-anywhere-else-" + "0123456789" * 3
SHARED_CACHE = os.environ.get("TEST_CACHE_URL", "redis://127.0.0.1:6379/9")


@dataclass
class Running:
    """A server on this machine: its address, its environment, its demonstration accounts."""

    url: str
    environment: dict[str, str]
    accounts: dict[str, dict[str, str]]

    def manage(self, *arguments: str) -> dict[str, Any]:
        """Runs a management command against this server's database and returns its JSON document."""
        return run_manage(self.environment, *arguments)

    def shell(self, code: str) -> str:
        """Runs Python inside the project, for what has no screen: making accounts for a journey."""
        command = [sys.executable, "manage.py", "shell", "-v0", "-c", code]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True)
        return done.stdout.strip()


def run_manage(environment: dict[str, str], *arguments: str) -> dict[str, Any]:
    command = [sys.executable, "manage.py", *arguments, "--json"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.stdout, f"{arguments}: {done.stderr}"
    return json.loads(done.stdout)


def environment_for(data: Path, port: int, database: str | None) -> dict[str, str]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "academy.settings.dev",
        "DATA_DIR": str(data),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "SECRET_KEY": SECRET,
        "CELERY_BROKER_URL": "",
        "CACHE_URL": "",
    }
    environment.pop("DATABASE_URL", None)
    if database:
        environment["DATABASE_URL"] = database
    return environment


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def already_running(url: str, data: str) -> Running:
    """A demo that somebody has started; its accounts stand in its folder."""
    environment = environment_for(Path(data), int(url.rsplit(":", 1)[1]), os.environ.get("DATABASE_URL"))
    accounts = json.loads((Path(data) / "demo-accounts.json").read_text("utf-8"))
    return Running(url, environment, accounts)


@dataclass
class Demo:
    """The demonstration content, served by nobody yet; `database` is None for SQLite, which lies in the folder."""

    folder: Path
    database: str | None
    loaded: dict[str, Any]

    def copied(self, folder: Path, database: str | None) -> "Demo":
        """The same in another folder, on another database, as if it had been loaded there."""
        shutil.copytree(self.folder, folder)
        if self.database and database:
            with psycopg.connect(maintenance(database), autocommit=True) as connection:
                connection.execute(f'CREATE DATABASE "{name(database)}" TEMPLATE "{name(self.database)}"')
        loaded = json.loads(json.dumps(self.loaded).replace(str(self.folder), str(folder)))
        return Demo(folder, database, loaded)

    def environment(self, port: int) -> dict[str, str]:
        return environment_for(self.folder, port, self.database)


def maintenance(database: str) -> str:
    """The address of the server's own database, from where others are made and dropped."""
    return database.rsplit("/", 1)[0] + "/postgres"


def name(database: str) -> str:
    return database.rsplit("/", 1)[1]


def load_demo(folder: Path, database: str | None = None) -> Demo:
    """Prepares a database and loads the demonstration into it."""
    if database:
        with psycopg.connect(maintenance(database), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name(database)}"')
    demo = Demo(folder, database, {})
    run_manage(demo.environment(8000), "prepare_database")
    demo.loaded = run_manage(demo.environment(8000), "demo_content")
    return demo


def drop(demo: Demo) -> None:
    """Leaves nothing of it on the database's server."""
    if demo.database:
        with psycopg.connect(maintenance(demo.database), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name(demo.database)}" WITH (FORCE)')


@contextlib.contextmanager
def running(demo: Demo) -> Iterator[Running]:
    """Serves the demonstration; ends the server afterwards."""
    port = free_port()
    environment = demo.environment(port)
    accounts = {account["username"]: account for account in demo.loaded["people"]["accounts"]}
    with serving(environment, port, demo.folder / "server.log", "/tg/"):
        yield Running(f"http://127.0.0.1:{port}", environment, accounts)


def redis_answers() -> bool:
    """Whether there is the cache that production must have."""
    try:
        return bool(redis.Redis.from_url(SHARED_CACHE, socket_timeout=3).ping())
    except redis.RedisError:
        return False


@contextlib.contextmanager
def deployed(system: Running, data: Path) -> Iterator[Running]:
    """The same database behind the settings of production: static files hashed and compressed, no debugging.

    It believes a header that the request came over TLS, as it does behind its proxy.
    """
    port = free_port()
    environment = {
        **system.environment,
        "DJANGO_SETTINGS_MODULE": "academy.settings.production",
        "BASE_URL": f"https://127.0.0.1:{port}",
        "ALLOWED_HOSTS": "127.0.0.1",
        "CSRF_TRUSTED_ORIGINS": f"http://127.0.0.1:{port}",
        "SECURE_SSL_REDIRECT": "false",
        "CACHE_URL": SHARED_CACHE,
    }
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0", "-i", "wagtail*", "-i", "admin"]
    subprocess.run(collect, cwd=ROOT, env=environment, check=True, capture_output=True)
    with serving(environment, port, data / "deployed.log", "/tg/"):
        yield Running(f"http://127.0.0.1:{port}", environment, system.accounts)


@contextlib.contextmanager
def serving(environment: dict[str, str], port: int, log: Path, first: str) -> Iterator[None]:
    """Gunicorn on that port, ready to answer; ended afterwards."""
    command = [
        *[sys.executable, "-m", "gunicorn", "academy.wsgi:application", "--pythonpath", "site,."],
        *["--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "4", "--log-level", "warning"],
    ]
    with log.open("w") as out:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
        try:
            wait_for(f"http://127.0.0.1:{port}{first}", server, log)
            yield
        finally:
            server.terminate()
            server.wait(timeout=15)


def wait_for(url: str, server: subprocess.Popen, log: Path) -> None:
    for _ in range(120):
        if server.poll() is not None:
            raise RuntimeError(f"the server ended: {log.read_text()[-2000:]}")
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5) as response:
            if response.status == 200:
                return
        time.sleep(0.25)
    raise RuntimeError(f"the server does not answer: {log.read_text()[-2000:]}")
