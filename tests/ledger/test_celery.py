"""Background work: in process without a broker, JSON alone with one."""

import uuid

import pytest
from django.conf import settings
from kombu.exceptions import ContentDisallowed
from kombu.serialization import dumps, loads

from academy.celery import app


def test_attack_38_tasks_are_json_and_nothing_else():
    assert app.conf.task_serializer == "json"
    assert list(app.conf.accept_content) == ["json"]
    content_type, encoding, payload = dumps({"a": 1}, serializer="pickle")

    with pytest.raises(ContentDisallowed):
        loads(payload, content_type, encoding, accept=app.conf.accept_content)


@pytest.mark.skipif(bool(settings.CELERY_BROKER_URL), reason="a broker is named")
def test_without_a_broker_tasks_run_in_process():
    @app.task(name=f"tests.{uuid.uuid4()}")
    def double(number: int) -> int:
        return number * 2

    assert double.delay(21).result == 42
