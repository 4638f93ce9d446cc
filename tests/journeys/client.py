"""A browser's bare requests: what goes over the wire, byte for byte, with nothing unpacked behind one's back."""

import gzip
import http.client
import re
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

import brotli

from tests.journeys.accounts import Person

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True)
class Reply:
    """One response as it came: `wire` is its body, compressed or not, `head` the size of its headers."""

    status: int
    headers: dict[str, str]
    wire: bytes
    head: int

    @property
    def body(self) -> bytes:
        unpack = {"gzip": gzip.decompress, "br": brotli.decompress, "": bytes}
        return bytes(unpack[self.headers.get("content-encoding", "")](self.wire))

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Client:
    """Cookies and an address. `over_tls` says that it came so, as the proxy in front of a deployed server does."""

    url: str
    accept: str = "gzip"
    over_tls: bool = True
    cookies: dict[str, str] = field(default_factory=dict)

    def request(self, method: str, path: str, body: bytes = b"", **headers: str) -> Reply:
        place = urlsplit(self.url)
        scheme = "https" if self.over_tls else "http"
        sent = {
            "Accept-Encoding": self.accept,
            "X-Forwarded-Proto": scheme,
            "Origin": f"{scheme}://{place.netloc}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)
        try:
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            wire = response.read()
        finally:
            connection.close()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";", 1)[0]
        head = sum(len(name) + len(value) + 4 for name, value in response.getheaders())
        return Reply(response.status, {name.lower(): value for name, value in response.getheaders()}, wire, head)

    def get(self, path: str, **headers: str) -> Reply:
        return self.request("GET", path, **headers)

    def submit(self, path: str, fields: dict[str, str], *, to: str = "") -> Reply:
        """Sends the form of the page at `path` with its token, to itself or elsewhere."""
        token = TOKEN.search(self.get(path).text)
        assert token, f"{path} has no form"
        body = urlencode({"csrfmiddlewaretoken": token.group(1), **fields}).encode()
        return self.request("POST", to or path, body, Content_Type="application/x-www-form-urlencoded")

    def sign_in(self, person: Person) -> "Client":
        replied = self.submit("/tg/accounts/login/", {"login": person.username, "password": person.password})
        assert replied.status == 302, f"{person.username}: {replied.status}"
        if person.secret:
            replied = self.submit(replied.headers["location"], {"code": person.code})
            assert replied.status == 302, f"{person.username}: the code is refused"
        return self
