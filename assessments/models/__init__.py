"""The data of assessments, from draft to result; each module speaks of one stage."""

from assessments.models.appeals import Appeal
from assessments.models.authoring import Assessment, AssessmentItem
from assessments.models.bank import Bank, Choice, Competency, DifferentQuestions, Question
from assessments.models.blueprint import BlueprintRow
from assessments.models.corrections import KeyCorrection
from assessments.models.editions import Edition, EditionChoice, EditionItem
from assessments.models.exam_day import Rehearsal, StartTicket
from assessments.models.files import Picture, Upload
from assessments.models.paper import PaperExam, PaperSheet
from assessments.models.results import Mark, MarkClaim, Result
from assessments.models.sittings import Answer, AnswerChoice, AnswerEvent, Flag, Sitting
from assessments.models.tickets import Ticket
from assessments.models.waves import RatingCount, Reply, ReplyAnswer, Suppression, Turnout, Wave

__all__ = [
    "Answer",
    "AnswerChoice",
    "AnswerEvent",
    "Appeal",
    "Assessment",
    "AssessmentItem",
    "Bank",
    "BlueprintRow",
    "Choice",
    "Competency",
    "DifferentQuestions",
    "Edition",
    "EditionChoice",
    "EditionItem",
    "Flag",
    "KeyCorrection",
    "Mark",
    "MarkClaim",
    "PaperExam",
    "PaperSheet",
    "Picture",
    "Question",
    "RatingCount",
    "Rehearsal",
    "Reply",
    "ReplyAnswer",
    "Result",
    "Sitting",
    "StartTicket",
    "Suppression",
    "Ticket",
    "Turnout",
    "Upload",
    "Wave",
]
