"""Django's registration of this app: the outbox, who may sit the quizzes of its lessons, a person's own page."""

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"

    def ready(self) -> None:
        from assessments import access  # noqa: PLC0415 (models must be loaded first)
        from courses import checks, sections  # noqa: F401, PLC0415 (checks registers itself)
        from courses.domain import complete, draw, enrol, messages, news, rests, sitting  # noqa: F401, PLC0415 (four of them register handlers)
        from people.sections import register  # noqa: PLC0415
        from ui import citations  # noqa: PLC0415

        access.register(sitting.may_sit)
        access.register_lister(sitting.listed)
        access.register_home(sitting.home)
        access.register_expected(sitting.expected)
        access.register_certificates(sitting.certificates)
        register(10, sections.my_courses)
        register(30, sections.my_certificates)
        citations.register_finder(rests.found)
