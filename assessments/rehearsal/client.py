"""A browser's bare requests over HTTP, timed: cookies, the token against forged requests, and nothing else."""

from __future__ import annotations

import gzip
import http.client
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

LONGEST = 30  # seconds that a request may take


@dataclass(frozen=True)
class Reply:
    """One response, and the seconds from connecting to its last byte."""

    status: int
    location: str
    text: str
    seconds: float


@dataclass(frozen=True)
class Server:
    """Where requests go: `url` is connected to, `known_as` is the address that the server believes to be its own.

    They differ where the web server in front, which ends TLS, is gone around: the request says that it came over TLS.
    """

    url: str
    known_as: str
    csrf_cookie: str

    @property
    def headers(self) -> dict[str, str]:
        """What every request says of where it goes and comes from."""
        known = urlsplit(self.known_as)
        return {
            "Host": known.netloc,
            "Origin": f"{known.scheme}://{known.netloc}",
            "Referer": f"{self.known_as}/",
            "X-Forwarded-Proto": known.scheme,
            "Accept-Encoding": "gzip",
            "User-Agent": "Dastur rehearsal",
        }


@dataclass
class Client:
    """One browser. Every request has a connection of its own, as on a bad line."""

    server: Server
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Reply:
        """Raises OSError or http.client.HTTPException where no response comes."""
        return self._request("GET", path, None, headers)

    def post(self, path: str, fields: dict[str, str] | None = None) -> Reply:
        """A form. Raises as `get`."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._request("POST", path, urlencode(fields or {}).encode(), kind)

    def post_json(self, path: str, document: Any) -> Reply:
        """A document of a script. Raises as `get`."""
        return self._request("POST", path, json.dumps(document).encode(), {"Content-Type": "application/json"})

    def _request(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Reply:
        began = time.perf_counter()
        connection = self._connection()
        try:
            connection.request(method, path, body, self._headers(headers))
            response = connection.getresponse()
            data = response.read()
        finally:
            connection.close()
        seconds = time.perf_counter() - began
        self._remember(response.headers.get_all("Set-Cookie") or [])
        if response.headers.get("Content-Encoding") == "gzip":
            data = gzip.decompress(data)
        location = urlsplit(response.headers.get("Location", ""))
        return Reply(response.status, location.path, data.decode("utf-8", "replace"), seconds)

    def _connection(self) -> http.client.HTTPConnection:
        place = urlsplit(self.server.url)
        made = http.client.HTTPSConnection if place.scheme == "https" else http.client.HTTPConnection
        return made(place.hostname or "", place.port, timeout=LONGEST)

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        token = self.cookies.get(self.server.csrf_cookie, "")
        return {**self.server.headers, "Cookie": cookies, "X-CSRFToken": token, **more}

    def _remember(self, cookies: list[str]) -> None:
        for cookie in cookies:
            name, _, rest = cookie.partition("=")
            self.cookies[name.strip()] = rest.split(";", 1)[0]
