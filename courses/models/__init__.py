"""The data of courses: what can be learnt, who learns it, what they hold afterwards."""

from courses.models.assignments import Assignment, Criterion, Submission, SubmissionFile, WorkMark
from courses.models.catalogue import Course, Requirement
from courses.models.certificates import Certificate, CertificateBook, CertificateFile
from courses.models.editions import CourseEdition
from courses.models.enrolments import Enrolment, LessonRead
from courses.models.messages import Message
from courses.models.pages import CourseIndexPage, CoursePage, LessonPage
from courses.models.plans import Plan, SavedReport
from courses.models.questions import LearnerQuestion
from courses.models.runs import CourseRun, JoinCode
from courses.models.sessions import AttendanceMark, CalendarFeed, Session, SessionPlace

__all__ = [
    "Assignment",
    "AttendanceMark",
    "CalendarFeed",
    "Certificate",
    "CertificateBook",
    "CertificateFile",
    "Course",
    "CourseEdition",
    "CourseIndexPage",
    "CoursePage",
    "CourseRun",
    "Criterion",
    "Enrolment",
    "JoinCode",
    "LearnerQuestion",
    "LessonPage",
    "LessonRead",
    "Message",
    "Plan",
    "Requirement",
    "SavedReport",
    "Session",
    "SessionPlace",
    "Submission",
    "SubmissionFile",
    "WorkMark",
]
