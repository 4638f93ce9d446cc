"""An examination rehearsed on the running server with simulated cadets: go or no-go."""

import threading
from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import CommandParser
from django.urls import reverse

from assessments.domain import rehearse
from assessments.models import Assessment
from assessments.rehearsal import crowd
from assessments.rehearsal.cadet import Cadet, Paths
from assessments.rehearsal.client import Client, Server
from assessments.rehearsal.verdict import Found, Verdict, verdict
from ui.command import JsonCommand, Refused


class Command(JsonCommand):
    help = "Sends simulated cadets through an examination on the running server; says go (0) or no-go (1): exam-day.md."
    atomic = False  # the server must see the accounts while the command goes on

    def options(self, parser: CommandParser) -> None:
        parser.add_argument("--assessment", required=True, help="code of a published quiz or examination")
        parser.add_argument("--candidates", type=int, required=True, help="how many simulated cadets")
        parser.add_argument("--url", default="", help="where the server is; default: BASE_URL")
        parser.add_argument("--within", type=float, default=60, help="seconds in which all start; default 60")
        parser.add_argument("--pause", type=float, default=5, help="seconds between two answers of a cadet; default 5")
        parser.add_argument("--slow", type=float, default=3, help="seconds that 95 of 100 must stay below; default 3")
        parser.add_argument("--anew", action="store_true", help="first clear up after a rehearsal that was cut off")

    def act(self, **options: Any) -> dict[str, Any]:
        if options["candidates"] < 1:
            raise Refused("At least one simulated cadet is needed.")
        server = _server(options["url"])
        if options["anew"]:
            rehearse.clear_up()
        stage = _stage(options["assessment"], options["candidates"])
        stop = threading.Event()
        cadets = _cadets(stage, server, stop)
        try:
            crowd.run(cadets, within=options["within"], pause=options["pause"], stop=stop)
            judged = _judged(stage, cadets, options["slow"])
        finally:
            rehearse.clear_up()
        document = _document(stage, server, judged)
        rehearse.conclude(assessment=stage.assessment, candidates=len(cadets), go=judged.go, report=document)
        return {**document, "exit": 0 if judged.go else 1}

    def words(self, document: dict[str, Any]) -> str:
        """Go or no-go, why, and a table of seconds."""
        lines = [
            f"{document['verdict'].upper()}: {document['assessment']} with {document['candidates']} simulated cadets",
            *(f"  {reason}" for reason in document["reasons"]),
            f"{document['finished']} came to the end; {document['saves']} answers acknowledged; in the busiest second "
            f"{document['saves_per_second']} saves, {document['requests_per_second']} requests.",
            f"{'seconds':<22} {'n':>7} {'p50':>8} {'p95':>8} {'p99':>8} {'longest':>8}",
        ]
        for what, took in document["seconds"].items():
            cells = " ".join(f"{took[name]:>8.3f}" for name in ("p50", "p95", "p99", "longest"))
            lines.append(f"{what:<22} {took['n']:>7} {cells}")
        return "\n".join(lines)


def _server(url: str) -> Server:
    """Where to go, if something answers there. Gone around a proxy that ends TLS, it is known by BASE_URL."""
    url = (url or settings.BASE_URL).rstrip("/")
    around = urlsplit(url).scheme == "http" and urlsplit(settings.BASE_URL).scheme == "https"
    server = Server(url, settings.BASE_URL if around else url, settings.CSRF_COOKIE_NAME)
    try:
        status = Client(server).get(reverse("account_login")).status
    except (OSError, ValueError) as error:
        raise Refused(f"No server answers at {url}: {error}", url=url) from None
    if status != 200:
        raise Refused(f"The page of signing in at {url} answers {status}.", url=url)
    return server


def _stage(code: str, candidates: int) -> rehearse.Stage:
    try:
        return rehearse.prepare(code=code, candidates=candidates)
    except Assessment.DoesNotExist:
        raise Refused(f"There is no published quiz or examination “{code}”.", assessment=code) from None
    except rehearse.UnderWay:
        raise Refused("Another rehearsal goes on, or was cut off; --anew clears up after it.") from None


def _cadets(stage: rehearse.Stage, server: Server, stop: threading.Event) -> list[Cadet]:
    paths = Paths(
        login=reverse("account_login"),
        start=reverse("assessments:start", args=[stage.copy.code]),
        waiting=reverse("assessments:waiting", args=[stage.copy.code]),
        finish=reverse("assessments:finish", args=["00000000-0000-0000-0000-000000000000"]).replace(
            "00000000-0000-0000-0000-000000000000", "{}"
        ),
    )
    return [
        Cadet(number, person.username, stage.password, Client(server), paths, stop)
        for number, person in enumerate(stage.people)
    ]


def _judged(stage: rehearse.Stage, cadets: list[Cadet], slow: float) -> Verdict:
    acknowledged = {key: value for cadet in cadets for key, value in cadet.acknowledged.items()}
    finished = {cadet.sitting for cadet in cadets if cadet.finished}
    found = rehearse.compare(copy=stage.copy, acknowledged=acknowledged, finished=finished)
    return verdict(cadets, Found(**found), slow=slow)


def _document(stage: rehearse.Stage, server: Server, judged: Verdict) -> dict[str, Any]:
    return {
        "verdict": "go" if judged.go else "no-go",
        "reasons": judged.reasons,
        "assessment": stage.assessment.code,
        "url": server.url,
        **asdict(judged.found),
        **judged.figures,
    }
