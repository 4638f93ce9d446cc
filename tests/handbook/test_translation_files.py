"""Translators' files: out, and in again; what is taken, what is refused and why; hostile files."""

import io
import json

import pytest
from django.core.management import call_command
from django.test import Client
from lxml import etree
from python_calamine import CalamineWorkbook
from translate.storage.xliff2 import Xliff2File

from ledger.models import AuditEvent
from tests.factories.handbook import Editor
from tests.factories.people import UserFactory
from tests.handbook.translators import RICH, URL, everything, filled, judged, line, out, posted, refs
from ui.staleness import State
from ui.translation_files import loading, spreadsheet, xliff
from ui.translation_files.judging import Outcome
from ui.translation_files.markup import from_markup, to_markup
from ui.translation_files.units import Line, Loaded, units
from ui.translation_report.rows import sheets_for

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.usefixtures("english")]


def test_xliff_is_what_the_standard_and_other_programs_want(page) -> None:
    data = out()
    root = etree.fromstring(data)
    ns = {"x": xliff.NS}
    assert (root.get("version"), root.get("srcLang"), root.get("trgLang")) == ("2.1", "tg", "ru")
    for unit in root.iterfind(".//x:unit", ns):
        assert [etree.QName(child).localname for child in unit] == ["metadata", "notes", "segment"]
        assert [etree.QName(child).localname for child in unit[2]] in (["source"], ["source", "target"])
    ids = [one.get("id") for one in root.iterfind(".//x:unit", ns)]
    assert len(ids) == len(set(ids))
    store = Xliff2File.parsestring(data)
    unit = next(one for one in store.units if one.getid() == refs(page)[RICH])
    assert (unit.source, unit.target) == (RICH, "Звоните")
    missing = next(one for one in store.units if one.getid() == refs(page)["Қадам"])
    assert (missing.target, missing.xmlelement.get("state")) == (None, "initial")
    assert {one.ref for one in xliff.read(data).lines} == set(ids)


def test_states_choose_what_is_given_out(page) -> None:
    assert {unit.source for unit in units(sheets_for(None), "ru", "missing")} == {"Қадам", "Ду"}
    assert not list(units(sheets_for(None), "ru", "stale"))
    assert not list(units(sheets_for(None), "tg"))


@pytest.mark.parametrize("form", ["xliff", "xlsx"])
def test_a_file_that_comes_back_as_it_went_changes_nothing(page, form: str) -> None:
    file = io.BytesIO(out(form=form))
    result = loading.take_in(loaded=loading.read(file, "x.xlf" if form == "xliff" else "X.XLSX"), by=None)
    assert not result.written
    assert not result.refused
    assert not AuditEvent.objects.filter(action="translations.import").exists()


def test_what_is_translated_is_taken_in_and_all_else_stays(trainer, page) -> None:
    before, english = everything("ru"), everything("en")
    store = Xliff2File.parsestring(out())
    ref = refs(page)[RICH]
    for unit in store.units:
        if unit.getid() == ref:
            unit.target = "Позвоните за **24** часа:\n\n- *дежурному*\n- 102"
        if unit.getid() == refs(page)["Қадам"]:
            unit.target = "Шаг"
    loaded = loading.read(io.BytesIO(bytes(store)), "back.xliff")
    result = loading.take_in(loaded=loaded, by=trainer)
    assert result.counts == {"changed": 2, "confirmed": 0, "same": len(before) - 3, "empty": 1, "refused": 0}
    after = everything("ru")
    assert after[ref] == ("Позвоните за **24** часа:\n\n- *дежурному*\n- 102", State.FRESH)
    assert {name for name in before if before[name] != after[name]} == {ref, refs(page)["Қадам"]}
    assert everything("en") == english
    page.refresh_from_db()
    assert "Звоните" in str(page.body[0].value["text"]["ru"])  # what is published waits
    draft = page.get_latest_revision_as_object()
    html = "<p>Позвоните за <b>24</b> часа:</p><ul><li><i>дежурному</i></li><li>102</li></ul>"
    assert draft.body[0].value["text"]["ru"].source == html
    assert draft.body[0].value["text"]["tg"].source == page.body[0].value["text"]["tg"].source
    assert page.latest_revision.user == trainer
    event = AuditEvent.objects.get(action="translations.import")
    assert (event.actor_id, event.subject_id) == (trainer.pk, str(page.pk))
    assert event.data == {"language": "ru", "pages": [page.pk], "changed": 2, "confirmed": 0, "refused": 0}


def test_fields_of_the_page_come_back_too(page) -> None:
    heading = page.heading_tg
    loading.take_in(loaded=Loaded("ru", [line(page, heading, "Новый\u202e заголовок")]), by=None)
    page.refresh_from_db()
    draft = page.get_latest_revision_as_object()
    assert (draft.heading_ru, draft.heading_tg) == ("Новый заголовок", heading)
    too_long = line(page, heading, "я" * 256)
    assert judged(too_long)[0][0] is Outcome.REFUSED


def test_a_text_whose_source_moved_on_is_refused_and_the_rest_is_taken(cms: Client, page) -> None:
    stale = Loaded("ru", [line(page, RICH, "Позвоните"), line(page, "Ду", "Два")])
    editor = Editor(cms, page)
    editor.leaf("body-0-value-text", "tg", "<p>Дар 48 соат</p>")
    editor.save()
    result = loading.take_in(loaded=stale, by=None)
    assert [one.line.target for one in result.written] == ["Два"]
    assert [(one.line.target, "source was changed" in str(one.reason)) for one in result.refused] == [
        ("Позвоните", True)
    ]
    assert everything("ru")[stale.lines[0].ref] == ("Звоните", State.STALE)


def test_a_stale_translation_is_confirmed_only_by_who_looked_at_it(cms: Client, page) -> None:
    editor = Editor(cms, page)
    editor.leaf("body-0-value-text", "tg", "<p>Дар 48 соат</p>")
    editor.save()
    assert judged(line(page, "Дар 48 соат", "Звоните", agreed=False)) == [(Outcome.SAME, "")]
    loading.take_in(loaded=Loaded("ru", [line(page, "Дар 48 соат", "Звоните")]), by=None)
    assert everything("ru")[refs(page)["Дар 48 соат"]] == ("Звоните", State.FRESH)
    assert everything("en")[refs(page)["Дар 48 соат"]] == ("Call", State.STALE)
    assert not any(one.broken for one in xliff.read(out()).lines)


def test_each_refusal_says_why(page, section) -> None:
    good = line(page, "Ду", "Два")
    for bad, why in (
        (Line(f"p{page.pk}.gone.text", "0" * 12, "x"), "no longer on the page"),
        (Line("p999999..heading", "0" * 12, "x"), "no such text"),
        (Line("../../etc/passwd", "0" * 12, "x"), "no such text"),
        (line(page, "Ду", "Два", digest=""), "doesn't say which source"),
        (line(page, RICH, "**Звоните"), "no other half"),
        (line(page, "Ду", "- Два"), "no list"),
        (line(page, "Ду", "", broken=True), "marks that we don't know"),
    ):
        assert [(outcome, why in reason) for outcome, reason in judged(bad)] == [(Outcome.REFUSED, True)], bad
    assert judged(good, good)[1][1] == "It stands twice in the file."
    assert judged(line(page, "Ду", " ")) == [(Outcome.EMPTY, "")]
    assert "source" in judged(line(page, "Ду", "Ду!"), language="tg")[0][1]


def test_locked_pages_and_pages_of_others_are_refused(trainer, page) -> None:
    stranger = type(trainer).objects.create_user(username="stranger")
    good = line(page, "Ду", "Два")
    assert "may not change" in judged(good, by=stranger)[0][1]
    assert judged(good, by=trainer)[0][0] is Outcome.CHANGED
    page.locked = True
    page.save()
    assert "locked" in judged(good)[0][1]
    assert "locked" in judged(good, by=trainer)[0][1]


def test_links_survive_and_cannot_be_bent(cms: Client, page) -> None:
    editor = Editor(cms, page)
    editor.leaf("body-0-value-text", "tg", '<p>Ниг. <a href="https://mvd.tj/a">ин</a></p>')
    editor.save()
    source = "Ниг. [ин](https://mvd.tj/a)"
    loading.take_in(loaded=Loaded("ru", [line(page, source, "См. [это](https://mvd.tj/a)")]), by=None)
    page.refresh_from_db()
    draft = page.get_latest_revision_as_object()
    assert draft.body[0].value["text"]["ru"].source == '<p>См. <a href="https://mvd.tj/a">это</a></p>'
    assert "lost" in judged(line(page, source, "См. это"))[0][1]
    assert "links to where" in judged(line(page, source, "[См.](https://evil.example) [это](https://mvd.tj/a)"))[0][1]


def test_a_page_that_cannot_be_saved_is_left_whole(page) -> None:
    good = [line(page, "Ду", "Два"), line(page, "Як", "Раз!")]
    revision = page.latest_revision_id
    content = page.latest_revision.content | dict.fromkeys(("title", "heading_tg", "heading_ru", "heading_en"), "")
    type(page.latest_revision).objects.filter(pk=revision).update(content=content)
    type(page).objects.filter(pk=page.pk).update(has_unpublished_changes=True)
    result = loading.take_in(loaded=Loaded("ru", good), by=None)
    assert [str(one.reason)[:24] for one in result.refused] == ["The page can't be saved:"] * 2
    page.refresh_from_db()
    assert page.latest_revision_id == revision


# ---- the screens ----


def test_an_upload_is_looked_at_first_and_then_taken_in(cms: Client, page) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(out(form="xlsx")))
    assert book.sheet_names == ["Translations", "Instructions"]
    back = filled(out(form="xlsx"), {refs(page)["Ду"]: "Два"})
    shown = posted(cms, back, "Тарҷума.xlsx")
    assert shown.status_code == 200
    assert "Два" in shown.content.decode()
    assert everything("ru")[refs(page)["Ду"]][1] is State.MISSING
    done = cms.post(URL, {"token": shown.context["token"]})
    assert "What was done" in done.content.decode()
    assert everything("ru")[refs(page)["Ду"]] == ("Два", State.FRESH)
    assert cms.post(URL, {"token": shown.context["token"]}).status_code == 302  # once only
    assert cms.post(URL, {"token": "../x"}).status_code == 302


def test_what_was_uploaded_is_its_uploaders_alone(cms: Client, page) -> None:
    from people.domain.grant import grant
    from people.enums import Role
    from tests.factories.people import signed_in

    token = posted(cms, filled(out(form="xlsx"), {refs(page)["Ду"]: "Два"}), "a.xlsx").context["token"]
    other = UserFactory(language="en")
    grant(user=other, role=Role.TRAINER, by=None)
    assert signed_in(Client(headers={"accept-language": "en"}), other).post(URL, {"token": token}).status_code == 302
    assert everything("ru")[refs(page)["Ду"]][1] is State.MISSING


def test_the_report_gives_files_out(cms: Client, page) -> None:
    answer = cms.get("/cms/translations/export/", {"language": "ru", "format": "xliff", "page": str(page.pk)})
    assert answer["Content-Disposition"] == 'attachment; filename="translations-tg-ru.xlf"'
    assert {one.ref for one in xliff.read(answer.content).lines} == {refs(page)["Қадам"], refs(page)["Ду"]}
    whole = cms.get("/cms/translations/export/", {"language": "ru", "format": "xlsx", "what": "all"})
    assert len(spreadsheet.read(io.BytesIO(whole.content)).lines) == len(everything("ru"))
    assert cms.get("/cms/translations/export/", {"language": "xx", "format": "xlsx"}).status_code == 400
    nothing = cms.get("/cms/translations/export/", {"language": "ru", "format": "xliff", "state": "stale"})
    assert nothing.status_code == 302


def test_commands_write_and_take_files(page, tmp_path, capsys) -> None:
    file = tmp_path / "ru.xlf"
    call_command(
        "export_translations", str(file), "--language", "ru", "--format", "xliff", "--state", "missing", "--json"
    )
    assert json.loads(capsys.readouterr().out)["texts"] == 2
    file.write_bytes(file.read_bytes().replace(b"</source>", "</source><target>Новое</target>".encode()))
    call_command("import_translations", str(file), "--dry-run", "--json")
    assert json.loads(capsys.readouterr().out)["changed"] == 2
    assert everything("ru")[refs(page)["Ду"]][1] is State.MISSING
    call_command("import_translations", str(file), "--json")
    assert json.loads(capsys.readouterr().out) == {
        "dry_run": False, "language": "ru", "pages": 1, "changed": 2, "confirmed": 0, "same": 0, "empty": 0,
        "refused": 0, "refusals": [],
    }  # fmt: skip
    assert everything("ru")[refs(page)["Ду"]] == ("Новое", State.FRESH)
    file.write_bytes(b"<html/>")
    with pytest.raises(SystemExit):
        call_command("import_translations", str(file), "--json")
    assert "XLIFF" in json.loads(capsys.readouterr().out)["error"]


@pytest.mark.usefixtures("whole_handbook")
def test_the_whole_handbook_goes_out_and_one_file_comes_back() -> None:
    """Every text survives the markup; a script translates one text in each chapter; all else is as it was."""
    before = everything("ru")
    for pair in units(sheets_for(None), "en"):
        for text in (pair.source, pair.target):
            assert not _rich(text) or to_markup(from_markup(text)) == text, pair.ref
    store = Xliff2File.parsestring(out())
    changed = {}
    for unit in store.units[::100]:
        unit.target = changed[unit.getid()] = f"{unit.target} Проверено."
    result = loading.take_in(loaded=loading.read(io.BytesIO(bytes(store)), "ru.xlf"), by=None)
    assert result.counts == {
        "changed": len(changed), "confirmed": 0, "same": len(before) - len(changed), "empty": 0, "refused": 0,
    }  # fmt: skip
    assert everything("ru") == before | {ref: (text, State.FRESH) for ref, text in changed.items()}
    assert all(state is State.FRESH for _text, state in everything("en").values())


def _rich(text: str) -> bool:
    return "\n\n" in text or "**" in text or "](" in text
