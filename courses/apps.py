"""Django's registration of this app: its part of the outbox, and who may sit the quizzes of its lessons."""

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"

    def ready(self) -> None:
        from assessments import access  # noqa: PLC0415 (models must be loaded first)
        from courses import checks  # noqa: F401, PLC0415 (registers system checks)
        from courses.domain import complete, draw, sitting  # noqa: F401, PLC0415 (register outbox handlers)

        access.register(sitting.may_sit)
        access.register_home(sitting.home)
