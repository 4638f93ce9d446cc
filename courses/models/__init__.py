"""The data of courses: what can be learnt, who learns it, what they hold afterwards."""

from courses.models.catalogue import Course, Requirement
from courses.models.certificates import Certificate, CertificateBook, CertificateFile
from courses.models.enrolments import Enrolment, LessonRead
from courses.models.messages import Message
from courses.models.pages import CourseIndexPage, CoursePage, LessonPage
from courses.models.plans import Plan, SavedReport
from courses.models.questions import LearnerQuestion
from courses.models.runs import CourseRun

__all__ = [
    "Certificate",
    "CertificateBook",
    "CertificateFile",
    "Course",
    "CourseIndexPage",
    "CoursePage",
    "CourseRun",
    "Enrolment",
    "LearnerQuestion",
    "LessonPage",
    "LessonRead",
    "Message",
    "Plan",
    "Requirement",
    "SavedReport",
]
