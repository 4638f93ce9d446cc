"""With a broker named, a promise made in one process is kept by a worker in another."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.db import connection

from academy import database_template

ROOT = Path(settings.BASE_DIR)
BROKER = os.environ.get("TEST_CACHE_URL", "redis://127.0.0.1:6379/9").rsplit("/", 1)[0] + "/10"
PROMISE = """
from django.db import transaction
from ledger.outbox import promise
with transaction.atomic():
    promise("result.exists", "nobody", result_id=0, candidate_id=0, assessment_id=0, passed=False)
"""
KEPT = "from ledger.models import OutboxMessage; print(OutboxMessage.objects.filter(done_at__isnull=False).count())"
pytestmark = [
    pytest.mark.redis,
    pytest.mark.skipif(connection.vendor == "postgresql", reason="has a database of its own; once is enough"),
]


def answers() -> bool:
    try:
        return bool(redis.Redis.from_url(BROKER, socket_connect_timeout=2).ping())
    except redis.RedisError:
        return False


def shell(environment: dict[str, str], code: str) -> str:
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", code]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout.strip()


def test_a_worker_on_redis_keeps_the_promise(tmp_path):
    if not answers():
        assert not os.environ.get("REQUIRE_SERVICES"), "Redis does not answer, and is required here"
        pytest.skip("Redis does not answer")
    redis.Redis.from_url(BROKER).delete("celery")
    database_template.copy_sqlite(tmp_path / "worker.sqlite3", ROOT / "var" / "cache")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "academy.settings.dev",
        "DATABASE_URL": f"sqlite://{tmp_path}/worker.sqlite3",
        "DATA_DIR": str(tmp_path),
        "CELERY_BROKER_URL": BROKER,
        "PYTHONPATH": "site:.",
    }
    shell(environment, PROMISE)
    assert shell(environment, KEPT) == "0", "nothing is done in the process that promises"
    command = [sys.executable, "-m", "celery", "-A", "academy.celery", "worker", "--pool", "solo", "-l", "warning"]
    worker = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while shell(environment, KEPT) != "1" and time.monotonic() < until:
            time.sleep(1)
        assert shell(environment, KEPT) == "1"
    finally:
        worker.terminate()
        worker.wait(timeout=30)
