"""Django's registration of this app. Models are ready only in `ready`: what needs them is imported there."""

from django.apps import AppConfig


class HandbookConfig(AppConfig):
    name = "handbook"

    def ready(self) -> None:
        from handbook import tasks  # noqa: F401, PLC0415 (registers what the outbox calls)
        from handbook.domain import published, rests  # noqa: PLC0415
        from handbook.domain.cite import resolve  # noqa: PLC0415
        from handbook.sections import my_reading, my_reports  # noqa: PLC0415
        from people import sections  # noqa: PLC0415
        from ui import citations, documents  # noqa: PLC0415

        citations.register(resolve)
        documents.register_reader(published.reads)
        citations.register_finder(rests.sections)
        sections.register(15, my_reading)
        sections.register(40, my_reports)
        _answer_for_laws_and_terms()
        _keep_the_search_in_step()
        _watch_what_changes_its_meaning()


def _answer_for_laws_and_terms() -> None:
    from django.db.models.signals import post_delete, post_save  # noqa: PLC0415

    from handbook.domain import reference as kept  # noqa: PLC0415
    from handbook.models import Law, Term  # noqa: PLC0415
    from ui import reference  # noqa: PLC0415

    reference.provide(laws=kept.laws, terms=kept.terms)
    for model in (Law, Term):
        for signal in (post_save, post_delete):
            signal.connect(kept.forget, sender=model, dispatch_uid="handbook.reference.forget")


def _keep_the_search_in_step() -> None:
    from django.db.models.signals import post_delete  # noqa: PLC0415
    from wagtail.signals import page_published, page_unpublished, post_page_move  # noqa: PLC0415

    from handbook.domain import search_index  # noqa: PLC0415
    from handbook.models import ChapterPage, SearchText, SectionPage  # noqa: PLC0415

    for model in (ChapterPage, SectionPage):
        page_published.connect(search_index.on_published, sender=model, dispatch_uid="handbook.search")
        page_unpublished.connect(search_index.on_unpublished, sender=model, dispatch_uid="handbook.search")
    post_page_move.connect(search_index.on_moved, dispatch_uid="handbook.search")
    post_delete.connect(search_index.on_deleted, sender=SearchText, dispatch_uid="handbook.search")


def _watch_what_changes_its_meaning() -> None:
    from django.db.models.signals import pre_delete, pre_save  # noqa: PLC0415
    from wagtail.signals import page_published  # noqa: PLC0415

    from handbook.domain import changes  # noqa: PLC0415
    from handbook.models import SectionPage  # noqa: PLC0415

    pre_save.connect(changes.remember, sender=SectionPage, dispatch_uid="handbook.changes.remember")
    page_published.connect(changes.note_publication, sender=SectionPage, dispatch_uid="handbook.changes.published")
    pre_delete.connect(changes.note_deletion, sender=SectionPage, dispatch_uid="handbook.changes.deleted")
