"""The screens of those who write, in the editor: clean for axe, in Tajik, narrow and wide.

What is ours stands in Wagtail's frame, which has its own keys, colours and headings: axe looks at what is within it.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys import accounts
from tests.journeys.client import Client
from tests.journeys.conftest import RULES
from tests.journeys.server import Running
from tests.journeys.test_look import looker  # noqa: F401 (a fixture)

SCREENS = [
    "translations/",
    "translations/import/",
    "recall/",
    "recall/law/",
    "references/",
    "problems/",
    "handbook/archive/",
    "tajik/",
    "question-files/",
    "questions/waiting/",
    "questions/alike/",
    "questions/1/",
    "assessments/statistics/",
    "assessments/paper/",
    "snippets/assessments/assessment/add/",
    "snippets/assessments/assessment/add/?preset=exam",
]
PAPER = """
from assessments.domain.paper_import import take_in
lines = ["n,language,q1,q2,q3,q4"] + [f"p{n},{'tg' if n % 2 else 'ru'},{n % 2},{n % 3 % 2},A,B" for n in range(120)]
text = "\\n".join([lines[0], "key,,,,A,A", *lines[1:]])
taken = take_in(code="look-inside", content=text.encode(), by=None, create=True)
from assessments.models import Assessment; print(Assessment.objects.get(code=taken.assessment).pk)
"""
WITHIN = "main"
# Its map of the page scrolls without being reached by keys; its panels are named alike where blocks are alike.
WAGTAILS, WAGTAILS_RULE = {".w-minimap__list"}, "landmark-unique"


@pytest.fixture
def writer(looker, system: Running):  # noqa: F811
    visitor = Client(system.url, over_tls=False)
    visitor.sign_in(
        accounts.demo(system, "trainer2")
    )  # a code is good for once: the other trainer may just have used it
    return looker(system.url, visitor.cookies)


def found(eyes) -> list[str]:
    seen = Axe().run(eyes.page, context=WITHIN, options={"runOnly": {"type": "tag", "values": RULES}})
    return [
        f"{eyes.page.url} {violation['id']} at {node['target']}: {node['html'][:200]}"
        for violation in seen.response["violations"]
        if violation["id"] != WAGTAILS_RULE
        for node in violation["nodes"]
        if not WAGTAILS.intersection(node["target"])
    ]


def test_screens_of_the_editor_look_right(writer, system: Running) -> None:
    """Every one of them, the figures of an examination on paper, and a section itself in the editor."""
    pk = system.shell("from handbook.models import SectionPage; print(SectionPage.objects.get(slug='scanning').pk)")
    paper = system.shell(PAPER).split()[-1]
    figures = [f"assessments/{paper}/{page}/" for page in ("statistics", "statistics/1", "paper")]
    wrong = []
    for path in [*SCREENS, *figures, f"pages/{pk.split()[-1]}/edit/"]:
        writer.open(f"{system.url}/cms/{path}")
        if path.endswith("/edit/"):
            writer.page.wait_for_selector(".leaf[data-view]")
        for width in (360, 1280):
            writer.at(width)
            wrong += found(writer)
    assert not [*writer.wrong, *wrong], "\n".join([*writer.wrong, *wrong])
