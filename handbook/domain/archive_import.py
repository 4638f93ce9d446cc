"""Taking over an archive of the handbook: first what would be done, step by step, then doing it.

Into an empty system everything comes as it was, published or not. Over a handbook that is there already, what is the
same is left; what differs becomes a draft, new pages too, unless it is to be published; nothing goes unless it is to be
pruned.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.images.models import Image
from wagtail.models import Page, Site

from handbook.domain import archive as packed
from handbook.domain.archive import INDEX, KINDS, PLAIN
from handbook.domain.archive_file import Archive
from handbook.domain.archive_text import unpacked
from handbook.models import HandbookIndexPage, Law, Term
from ledger.audit import record
from people.models import User
from ui import languages
from ui.pages import TranslatedPage

SAME, ADDED, CHANGED, REMOVED, SKIPPED = "same", "added", "changed", "removed", "skipped"
MODELS: dict[str, type[Law] | type[Term]] = {"law": Law, "term": Term}


@dataclass(frozen=True)
class Step:
    """One thing of the archive or of the handbook: what it is, what is done with it, and why, if that isn't plain."""

    what: str  # index, chapter, section, law, term
    ref: str  # a page's name in the archive, or a code
    act: str
    why: Any = ""


@dataclass
class Here:
    """What there is before: pages as an archive would tell them, laws and terms likewise."""

    pages: dict[str, TranslatedPage] = field(default_factory=dict)
    told: dict[str, dict[str, Any]] = field(default_factory=dict)
    rows: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    known: packed.Known = field(default_factory=packed.Known)

    @property
    def empty(self) -> bool:
        """Whether there is no handbook yet."""
        return not self.pages


def look() -> Here:
    """What is here now."""
    here = Here(known=packed.look_up())
    index = HandbookIndexPage.objects.first()
    here.pages = dict(packed.named_pages(index)) if index else {}
    here.told = {name: packed.page_told(page, here.known) for name, page in here.pages.items()}
    here.rows = {
        "law": {law.code: packed.law_told(law) for law in Law.objects.all()},
        "term": {term.code: packed.term_told(term) for term in Term.objects.all()},
    }
    return here


def plan(archive: Archive, here: Here, *, publish: bool = False, prune: bool = False) -> list[Step]:
    """What taking over the archive would do, in the order in which it is done."""
    steps = _plan_rows("law", archive.laws, here, publish) + _plan_rows("term", archive.terms, here, publish)
    steps += [_plan_page(name, told, here, publish) for name, told in archive.pages.items()]
    now = timezone.now()
    for name, told in archive.pages.items():
        if told["go_live_at"] and datetime.fromisoformat(told["go_live_at"]) > now:
            steps.append(Step(told["kind"], name, SKIPPED, _("When it was to be published is not taken over.")))
    if prune:
        gone = [name for name in here.pages if name not in archive.pages]
        steps += [Step(here.told[name]["kind"], name, REMOVED) for name in reversed(gone)]
        for what, wanted in (("law", archive.laws), ("term", archive.terms)):
            steps += [Step(what, code, REMOVED) for code in here.rows[what] if code not in wanted]
    return steps


def _plan_rows(what: str, wanted: dict[str, dict[str, Any]], here: Here, publish: bool) -> list[Step]:
    steps = []
    for code, told in wanted.items():
        if code not in here.rows[what]:
            steps.append(Step(what, code, ADDED))
        elif here.rows[what][code] == told:
            steps.append(Step(what, code, SAME))
        elif publish:
            steps.append(Step(what, code, CHANGED))
        else:
            steps.append(Step(what, code, SKIPPED, _("It differs, and has no drafts: only publishing takes it over.")))
    return steps


def _plan_page(name: str, told: dict[str, Any], here: Here, publish: bool) -> Step:
    kind, there = told["kind"], here.told.get(name)
    if there is None:
        return Step(kind, name, ADDED, "" if here.empty or publish else _("as a draft"))
    if _same(told, there, publish):
        return Step(kind, name, SAME)
    return Step(kind, name, CHANGED, "" if publish else _("as a draft"))


def newest(told: dict[str, Any]) -> dict[str, Any]:
    """The text that its editors see: the draft, if there is one."""
    text: dict[str, Any] = told["draft"] or told["content"]
    return text


def _same(told: dict[str, Any], there: dict[str, Any], publish: bool) -> bool:
    if newest(told) != newest(there):
        return False
    return not publish or (told["live"] == there["live"] and told["content"] == there["content"])


@transaction.atomic
def take_over(
    archive: Archive, *, by: User | None, publish: bool = False, prune: bool = False, dry_run: bool = False
) -> list[Step]:
    """Does what `plan` says, unless it is a dry run; returns what was done, with what was skipped and why."""
    with translation.override("tg"):
        here = look()
    steps = plan(archive, here, publish=publish, prune=prune)
    if dry_run:
        return steps
    done = _Taking(archive, here, by, publish).all(steps)
    counted = {act: sum(step.act == act for step in done) for act in (ADDED, CHANGED, REMOVED)}
    if any(counted.values()):
        record(actor=by, action="handbook.imported", subject=HandbookIndexPage.objects.get(), **counted)
    return done


class _Taking:
    """One taking over: pages first without texts, so that links between them have something to lead to."""

    def __init__(self, archive: Archive, here: Here, by: User | None, publish: bool) -> None:
        self.archive, self.by, self.publish = archive, by, publish
        self.restoring = here.empty
        self.pages: dict[str, Any] = dict(here.pages)
        self.told = here.told
        self.images: dict[str, int] = {}
        self.ids: dict[str, int] = {}

    def all(self, steps: list[Step]) -> list[Step]:
        """Does every step; returns them as they went."""
        self.images = {digest: self._image(digest) for digest in self.archive.pictures}
        done = [self._row(step) if step.what in MODELS else step for step in steps if step.act != REMOVED]
        with translation.override("tg"):
            for step in done:
                if step.what in KINDS and step.act == ADDED:
                    self._place(step.ref)
            self.ids = {address: int(pk) for pk, address in packed.look_up().addresses.items()}
            for step in done:
                if step.what in KINDS and step.act in {ADDED, CHANGED}:
                    self._fill(step)
            removed = [self._remove(step) for step in steps if step.act == REMOVED]
            if self.publish:
                self._order()
        return done + removed

    # ---- laws, terms, pictures ----

    def _row(self, step: Step) -> Step:
        if step.act not in {ADDED, CHANGED}:
            return step
        told = dict((self.archive.laws if step.what == "law" else self.archive.terms)[step.ref])
        for name in ("name", "meaning"):
            if name in told:
                texts = told.pop(name)
                told |= {localized(name, code): texts.get(code, "") for code in languages.codes()}
        if told.get("date"):
            told["date"] = date.fromisoformat(told["date"])
        row = MODELS[step.what].objects.filter(code=step.ref).first() or MODELS[step.what]()
        for name, value in told.items():
            setattr(row, name, value)
        row.save()
        return step

    def _image(self, digest: str) -> int:
        told = self.archive.pictures[digest]
        content = self.archive.files[told["file"]]
        file_hash = hashlib.sha1(content, usedforsecurity=False).hexdigest()
        found = Image.objects.filter(file_hash=file_hash).first()
        if found is None:
            name = told["file"].rsplit("/", 1)[-1]
            found = Image(title=told["title"], description=told["description"], uploaded_by_user=self.by)
            found.file = ImageFile(BytesIO(content), name=name)
            for place, number in zip(("x", "y", "width", "height"), told["focal_point"] or [None] * 4, strict=True):
                setattr(found, f"focal_point_{place}", number)
            found._set_image_file_metadata()
            found.save()
        return int(found.pk)

    # ---- pages ----

    def _place(self, name: str) -> None:
        """A page without texts at its place, so far unpublished."""
        told = self.archive.pages[name]
        page = KINDS[told["kind"]](slug=told["slug"], live=False, has_unpublished_changes=True, owner=self.by)
        self._write(page, told["content"], with_body=False)
        self._parent(name).add_child(instance=page)
        self.pages[name] = page

    def _parent(self, name: str) -> Page:
        if name == INDEX:
            return Site.objects.select_related("root_page").get(is_default_site=True).root_page
        above = name.rsplit("/", 1)[0]
        parent = self.pages[INDEX if above == "pages" else f"{above}.json"]
        fresh: Page = type(parent).objects.get(pk=parent.pk)
        return fresh

    def _fill(self, step: Step) -> None:
        told, page = self.archive.pages[step.ref], self.pages[step.ref]
        page = type(page).objects.get(pk=page.pk)
        restored = self.publish or self.restoring
        self._write(page, told["content"] if restored else newest(told))
        if step.act == ADDED:
            page.save()  # the row of a page that was never published holds its first text
        if not restored:
            page.save_revision(user=self.by)
            return
        revision = page.save_revision(user=self.by)
        if told["live"]:
            revision.publish(user=self.by, skip_permission_checks=True)
        elif page.live:
            page.unpublish(user=self.by)
        if told["draft"]:
            page = type(page).objects.get(pk=page.pk)
            self._write(page, told["draft"])
            page.save_revision(user=self.by)
        self._date(page, told)

    def _write(self, page: Any, content: dict[str, Any], with_body: bool = True) -> None:
        page.source_language, page.made = content["source_language"], content["made"]
        for name, texts in content["texts"].items():
            for code in languages.codes():
                setattr(page, localized(name, code), texts.get(code, ""))
        for kind, names in PLAIN.items():
            for name in names if isinstance(page, KINDS[kind]) else ():
                setattr(page, name, content[name])
        if "body" in content and with_body:
            page.body = unpacked(content["body"], links=self._link, pictures=self.images)

    def _link(self, address: str) -> str:
        """The id of the page at an address; one that isn't here leaves a link that leads nowhere."""
        return str(self.ids.get(address, ""))

    def _date(self, page: Any, told: dict[str, Any]) -> None:
        """The days of publication as they were, when there was no handbook before."""
        if self.restoring:
            dates = {name: datetime.fromisoformat(told[name]) if told[name] else None for name in packed.DATES}
            type(page).objects.filter(pk=page.pk).update(**dates)

    def _remove(self, step: Step) -> Step:
        try:
            if step.what in MODELS:
                MODELS[step.what].objects.get(code=step.ref).delete()
            else:
                type(self.pages[step.ref]).objects.get(pk=self.pages.pop(step.ref).pk).delete()
        except ProtectedError:
            return Step(step.what, step.ref, SKIPPED, _("Something else rests on it."))
        return step

    def _order(self) -> None:
        """Pages below one another as the archive has them; others after them."""
        for name, told in self.archive.pages.items():
            wanted = told["children"]
            parent = self.pages[name]
            found = {one.slug: one for one in Page.objects.child_of(Page.objects.get(pk=parent.pk)).order_by("path")}
            listed = [slug for slug in found if slug in wanted]
            if listed == wanted:
                continue
            for slug in [*wanted, *(slug for slug in found if slug not in wanted)]:
                Page.objects.get(pk=found[slug].pk).move(Page.objects.get(pk=parent.pk), pos="last-child")
