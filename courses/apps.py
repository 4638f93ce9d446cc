"""Django's registration of this app: the outbox, who may sit the quizzes of its lessons, a person's own page."""

from importlib import import_module

from django.apps import AppConfig

# Loaded for what they register with the outbox and the system checks.
REGISTER = [
    "checks",
    "domain.complete",
    "domain.draw",
    "domain.editions",
    "domain.enrol",
    "domain.issuing",
    "domain.messages",
    "domain.news",
]


class CoursesConfig(AppConfig):
    name = "courses"

    def ready(self) -> None:
        from assessments import access  # noqa: PLC0415 (models must be loaded first)
        from courses import sections  # noqa: PLC0415
        from courses.domain import find, rests, sitting  # noqa: PLC0415
        from people.sections import register  # noqa: PLC0415
        from ui import citations, documents  # noqa: PLC0415

        for name in REGISTER:
            import_module(f"courses.{name}")
        access.register(sitting.may_sit)
        access.register_lister(sitting.listed)
        access.register_home(sitting.home)
        access.register_expected(sitting.expected)
        access.register_certificates(sitting.certificates)
        register(10, sections.my_courses)
        register(30, sections.my_certificates)
        citations.register_finder(rests.found)
        documents.register_reader(find.reads)
