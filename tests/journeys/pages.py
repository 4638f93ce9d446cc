"""Every page of every role, and who opens it. Tests of weight and look walk through this list."""

from dataclasses import dataclass

from tests.journeys import accounts
from tests.journeys.accounts import Person
from tests.journeys.server import ROOT, Running

SECTIONS = sorted(path for path in (ROOT / "handbook" / "content").glob("*/*.toml") if path.stem[:2].isdigit())
LESSONS = ["solve-a-problem", "talk-and-listen", "help-at-home"]
QUIZ, COURSE, CLOSED, OPEN = "cp-start-quiz", "cp-start", "demo-2026", "practice-2026"
BOARD = f"reports/cohorts/demo-group/{COURSE}/"
TRAINERS = [
    *["", "reports/cohorts/", f"reports/courses/{COURSE}/", BOARD, f"{BOARD}codes/", "questions/"],
    *[f"reports/courses/{COURSE}/versions/", f"reports/courses/{COURSE}/copy/"],
    *["authoring/new/", "authoring/CP-START/"],
    *["courses/cp-basics/", "courses/cp-basics/idea-and-law/", "courses/ps-sara/analysis/"],
    "courses/vf-response/arrival-and-safety/",
    "assessments/",
    "marking/",
    "appeals/",
    *[f"assessments/{QUIZ}/{what}/" for what in ("results", "tickets", "board")],
]
UNKNOWN = "check/?number=PA-2020-000001"
WORK = "cp-start-plan"
MARKED = ["assignments/marking/", f"assignments/{WORK}/results/"]
SESSION = ["", "change/", "sheet/", "room/"]
REPORTED = "solving-problems/scanning"
READING = [
    *["handbook/glossary/", "handbook/laws/", f"handbook/report/?section={REPORTED}"],
    *[f"handbook/report/thanks/?section={REPORTED}", "text-size/"],
    *[
        "handbook/search/",
        "handbook/search/?q=%D1%85%D1%83%D0%BA%D1%83%D0%BA",
        "handbook/search/?q=qqq",
        "handbook/book/",
    ],
]


def section(path: object) -> str:
    """The address of a section from its file's name: 01-scanning.toml is .../scanning/."""
    chapter, name = str(path).removesuffix(".toml").split("/")[-2:]
    return f"handbook/{chapter}/{name.split('-', 1)[1]}/"


@dataclass(frozen=True)
class Cast:
    """The people of these tests, by role; `anybody` has no account."""

    people: dict[str, Person]

    def pages(self) -> dict[str, list[str]]:
        """Addresses below /<language>/ of each role's screens."""
        held, open_sitting = self.people["graduate"].has, self.people["candidate"].has["sitting"]
        sessions = ["sessions/", "sessions/new/", *[f"sessions/{held['session']}/{what}" for what in SESSION]]
        return {
            "anybody": [
                *["", "handbook/", *chapters(), *map(section, SECTIONS), *READING],
                *["check/", f"check/{held['token']}/", f"check/?number={held['serial']}", UNKNOWN],
                *["accounts/login/", "accounts/password/reset/", "help/", "your-data/"],
            ],
            "graduate": [
                *["", "courses/", f"courses/{COURSE}/", *[f"courses/{COURSE}/{slug}/" for slug in LESSONS]],
                *[f"assessments/{QUIZ}/", f"sittings/{held['sitting']}/result/", f"sittings/{held['failed']}/result/"],
                f"sittings/{held['failed']}/appeal/",
                *["join/", "me/data/", "me/correction/"],
                *["open/", "results/", "certificates/mine/", "me/", "accounts/password/change/", "accounts/2fa/"],
                *["surveys/", "surveys/protection/", f"surveys/{OPEN}/"],
                *["sessions/", f"sessions/{held['session']}/", f"assignments/{WORK}/"],
                *["messages/", "questions/mine/", f"courses/{COURSE}/{LESSONS[0]}/ask/"],
            ],
            "candidate": [
                *[f"sittings/{open_sitting}/", f"sittings/{open_sitting}/finish/", "results/", "certificates/mine/"],
            ],
            "trainer": [*TRAINERS, *sessions, *MARKED],
            "head": ["", "reports/unit/"],
            "office": [
                *["", "people/", "people/new/", f"people/{held['person']}/", f"people/{held['person']}/change/"],
                f"people/{held['person']}/extra-time/",
                *["people/lists/", "people/corrections/", f"people/{held['person']}/standing/"],
                *[f"reports/courses/{COURSE}/", "reports/plans/"],
                *["certificates/cohorts/", "certificates/cohorts/demo-group/CP-START/"],
                *["certificates/", f"certificates/{held['certificate']}/revoke/", "certificates/totals/"],
                *["cohorts/", "cohorts/new/", f"cohorts/{held['cohort']}/"],
            ],
            "analyst": [
                *["", "needs/", f"needs/{CLOSED}/", f"needs/{CLOSED}/?by=service", "needs/open/"],
                f"needs/{OPEN}/close/",
                *["certificates/totals/", "reports/completion/"],
            ],
            "admin": ["", "roles/", "roles/asked/", f"people/{held['person']}/roles/", "audit/", "system/"],
        }


def chapters() -> list[str]:
    return sorted({"/".join(section(path).split("/")[:2]) + "/" for path in SECTIONS})


def cast(system: Running) -> Cast:
    """The demonstration's people, a cadet in the middle of a quiz, and one who has passed it."""
    people = {name: accounts.demo(system, name) for name in ["trainer", "head", "office", "analyst", "admin"]}
    made = ["candidate", "graduate"]
    return Cast(people | dict(zip(made, accounts.make_all(system, made), strict=True)))
