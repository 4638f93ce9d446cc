"""Text messages by a gateway that the administrator names: one POST of JSON, {"to": "+992…", "text": "…"}."""

import http.client
import json
import ssl
from urllib.parse import urlsplit

from django.conf import settings

SECONDS = 10


class NotSent(Exception):
    """The gateway didn't take the text; whoever promised it tries again."""


def is_set_up() -> bool:
    """Whether there is a gateway."""
    return bool(settings.SMS_URL)


def send(*, to: str, text: str) -> None:
    """Hands a text to the gateway; it goes to the named host only, and follows no redirect. Raises NotSent."""
    address = urlsplit(settings.SMS_URL)
    body = json.dumps({"to": to, "text": text}, ensure_ascii=False).encode()
    heads = {"Content-Type": "application/json; charset=utf-8", "Authorization": f"Bearer {settings.SMS_TOKEN}"}
    gate = _connection(address.scheme, address.hostname or "", address.port)
    try:
        gate.request("POST", address.path or "/", body, heads)
        status = gate.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise NotSent(str(error)) from error
    finally:
        gate.close()
    if not 200 <= status < 300:
        raise NotSent(f"the gateway answered {status}")


def _connection(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=SECONDS, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, port, timeout=SECONDS)
