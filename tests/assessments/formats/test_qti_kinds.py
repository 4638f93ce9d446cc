"""Interactions of QTI 2.1, 2.2 and 3.0 beyond single choices, as other systems write them."""

from decimal import Decimal

import pytest

from assessments.formats import qti
from assessments.formats.entry import Entry, Skipped
from tests.assessments.formats import files
from tests.assessments.formats.pictures import drawn

pytestmark = pytest.mark.usefixtures("english")
HALF = Decimal("0.5")


def item(body: str, *declared: str, version: str = "2p1") -> str:
    """An item of version 2, with what it declares of its answers."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v{version}"'
        f' identifier="q" title="T" adaptive="false" timeDependent="false">{"".join(declared)}'
        f'<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/><itemBody>{body}</itemBody>'
        '<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response"/>'
        "</assessmentItem>"
    )


def answer(
    *right: str, name: str = "RESPONSE", cardinality: str = "single", mapped: str = "", kind="identifier"
) -> str:
    values = "".join(f"<value>{value}</value>" for value in right)
    return (
        f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" baseType="{kind}">'
        f"<correctResponse>{values}</correctResponse>{f'<mapping>{mapped}</mapping>' if mapped else ''}"
        "</responseDeclaration>"
    )


def choices(tag: str, **texts: str) -> str:
    return "".join(f'<{tag} identifier="{name}" matchMax="1">{text}</{tag}>' for name, text in texts.items())


def one(document: str, **parts: bytes) -> Entry:
    package = files.packed(
        {"items/q.xml": document, **{f"items/{name}.png": content for name, content in parts.items()}}
    )
    [found] = qti.read(package)
    assert isinstance(found, Entry), found.reason
    return found


def options(entry: Entry) -> list[tuple]:
    return [(option.text, option.part, option.score) for option in entry.options]


def test_gaps_typed_and_chosen_within_a_text() -> None:
    entry = one(
        item(
            '<p>Call <textEntryInteraction responseIdentifier="A" expectedLength="5"/>, speak '
            '<inlineChoiceInteraction responseIdentifier="B" shuffle="true">'
            f"{choices('inlineChoice', X='together', Y='apart')}</inlineChoiceInteraction>.</p>",
            answer("102", name="A", kind="string", mapped='<mapEntry mapKey="103" mappedValue="0.5"/>'),
            answer("Y", name="B"),
            version="2p2",
        )
    )
    assert (entry.answering, entry.stem, entry.details) == ("gaps", "Call [[1]], speak [[2]].", {"rule": "part"})
    assert options(entry) == [("102", 1, 1), ("103", 1, HALF), ("together", 2, 0), ("apart", 2, 1)]


def test_words_within_a_sentence_are_a_gap_and_below_it_they_are_not() -> None:
    typed = '<textEntryInteraction responseIdentifier="RESPONSE"/>'
    within = one(item(f"<p>Call {typed} at once.</p>", answer("102", kind="string")))
    below = one(item(f"<p>Whom?</p><p>{typed}</p>", answer("102", kind="string")))
    assert (within.answering, within.stem) == ("gaps", "Call [[1]] at once.")
    assert (below.answering, below.stem, below.details) == ("text", "Whom?", {"answers": "102"})


def test_gaps_that_words_are_dragged_into() -> None:
    body = (
        '<gapMatchInteraction responseIdentifier="RESPONSE" shuffle="false"><prompt>Fill in.</prompt>'
        f"{choices('gapText', W='winter', S='summer')}"
        '<blockquote><p>Now is the <gap identifier="G1"/> of our <gap identifier="G2"/></p></blockquote>'
        "</gapMatchInteraction>"
    )
    entry = one(item(body, answer("W G1", "S G2", cardinality="multiple", kind="directedPair")))
    assert entry.stem == "Fill in.\n\nNow is the [[1]] of our [[2]]"
    assert options(entry) == [("winter", 1, 1), ("summer", 1, 0), ("winter", 2, 0), ("summer", 2, 1)]
    [wrong] = qti.read(item(body, answer("W G1", cardinality="multiple", kind="directedPair")).encode())
    assert "Gap 2" in wrong.reason


def matched(*right: str, **told: str) -> str:
    body = (
        '<matchInteraction responseIdentifier="RESPONSE" shuffle="true" maxAssociations="4"><prompt>Match</prompt>'
        f"<simpleMatchSet>{choices('simpleAssociableChoice', A='102', B='103')}</simpleMatchSet>"
        f"<simpleMatchSet>{choices('simpleAssociableChoice', X='militia', Y='doctors', Z='fire')}</simpleMatchSet>"
        "</matchInteraction>"
    )
    return item(body, answer(*right, cardinality="multiple", kind="directedPair", **told))


def test_pairs_of_two_sides() -> None:
    entry = one(matched("A X", "Y B"))
    assert (entry.answering, entry.stem, entry.details) == ("match", "Match", {"rule": "all"})
    assert [(o.text, o.match) for o in entry.options] == [("102", "militia"), ("103", "doctors"), ("", "fire")]
    assert one(matched("A X", "B Y", mapped='<mapEntry mapKey="A X" mappedValue="1"/>')).details == {"rule": "part"}


@pytest.mark.parametrize("right", [["A X"], ["A X", "A Y", "B Z"], ["A B", "B Y"], ["A", "B Y"], ["", "B Y"]])
def test_pairs_in_which_something_has_no_one_partner_are_left_out(right: list[str]) -> None:
    [found] = qti.read(matched(*right).encode())
    assert isinstance(found, Skipped)
    assert "goes with" in found.reason


def test_pairs_among_one_list() -> None:
    body = (
        '<associateInteraction responseIdentifier="RESPONSE" shuffle="false" maxAssociations="2">'
        f"{choices('simpleAssociableChoice', A='day', B='night', C='sun', D='moon', E='rain')}</associateInteraction>"
    )
    entry = one(item("<p>Pairs?</p>" + body, answer("A C", "B D", cardinality="multiple", kind="pair")))
    assert [(o.text, o.match) for o in entry.options] == [("day", "sun"), ("night", "moon"), ("", "rain")]


def test_what_a_person_marks() -> None:
    essay = one(
        item(
            '<rubricBlock view="scorer"><p>3 Names the law</p><p>1 Is short</p></rubricBlock>'
            '<rubricBlock view="candidate"><p>Be brief.</p></rubricBlock>'
            '<extendedTextInteraction responseIdentifier="RESPONSE"><prompt>Write.</prompt></extendedTextInteraction>'
        )
    )
    assert (essay.answering, essay.stem) == ("essay", "Write.")
    assert essay.details == {"criteria": "3 Names the law\n1 Is short"}
    assert len(essay.dropped) == 1
    file = one(item('<p>Hand it in.</p><uploadInteraction responseIdentifier="RESPONSE"/>'))
    assert (file.answering, file.stem) == ("file", "Hand it in.")


def test_places_on_a_picture_of_the_package() -> None:
    body = (
        '<hotspotInteraction responseIdentifier="RESPONSE" maxChoices="0"><prompt>Where?</prompt>'
        '<object type="image/png" width="400" height="240" data="plan.png">A plan</object>'
        '<hotspotChoice identifier="A" shape="rect" coords="40,24,140,60" hotspotLabel="gate"/>'
        '<hotspotChoice identifier="B" shape="poly" coords="200,120,300,120,250,240"/></hotspotInteraction>'
    )
    entry = one(item(body, answer("A", cardinality="multiple")), plan=drawn())
    assert (entry.answering, entry.stem, entry.details) == ("spot", "Where?", {"rule": "all"})
    assert [(o.text, o.area, o.score) for o in entry.options] == [("gate", "10 10 25 15", 1), ("2", "50 50 25 50", 0)]
    assert entry.picture is not None
    assert entry.picture_alt == "A plan"
    for coords in ("", "1,2,3", "a,b,c,d", "1e9,1,1,1"):
        document = item(body.replace("40,24,140,60", coords), answer("A", cardinality="multiple"))
        [found] = qti.read(files.packed({"items/q.xml": document, "items/plan.png": drawn()}))
        assert "area" in found.reason


@pytest.mark.parametrize("words", [("True", "False"), ("Верно", "Неверно"), ("Дуруст", "Нодуруст")])
def test_true_and_false_as_choices(words: tuple[str, str]) -> None:
    body = (
        '<choiceInteraction responseIdentifier="RESPONSE" maxChoices="1"><prompt>So?</prompt>'
        f"{choices('simpleChoice', Y=words[0], N=words[1])}</choiceInteraction>"
    )
    entry = one(item(body, answer("N")))
    assert (entry.answering, entry.details, entry.options) == ("truth", {"answer": "false"}, [])


def test_a_choice_of_which_each_earns_something_else() -> None:
    scores = "".join(f'<mapEntry mapKey="{n}" mappedValue="{v}"/>' for n, v in (("A", "1"), ("B", "0.5"), ("C", "-1")))
    body = (
        '<choiceInteraction responseIdentifier="RESPONSE" maxChoices="0"><prompt>Which?</prompt>'
        f"{choices('simpleChoice', A='a', B='b', C='c')}</choiceInteraction>"
    )
    entry = one(item(body, answer("A", "B", cardinality="multiple", mapped=scores)))
    assert (entry.details, options(entry)) == ({"rule": "sum"}, [("a", 1, 1), ("b", 1, HALF), ("c", 1, -1)])


def test_what_plays_or_asks_twice_is_left_out_in_words() -> None:
    sound = '<p>Listen <object type="audio/mpeg" data="a.mp3"/></p><extendedTextInteraction responseIdentifier="R"/>'
    twice = '<extendedTextInteraction responseIdentifier="R"/><uploadInteraction responseIdentifier="S"/>'
    found = [qti.read(item(body).encode())[0] for body in (sound, twice, "<p>Read.</p>")]
    assert ["sound" in found[0].reason, "several things" in found[1].reason, "asks nothing" in found[2].reason] == [
        True, True, True,
    ]  # fmt: skip
