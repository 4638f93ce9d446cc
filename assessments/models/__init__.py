"""The data of assessments, from draft to result; each module speaks of one stage."""

from assessments.models.authoring import Assessment, AssessmentItem
from assessments.models.bank import Bank, Choice, Competency, Question
from assessments.models.corrections import KeyCorrection
from assessments.models.editions import Edition, EditionChoice, EditionItem
from assessments.models.paper import PaperExam, PaperSheet
from assessments.models.results import Mark, Result
from assessments.models.sittings import Answer, AnswerChoice, AnswerEvent, Sitting
from assessments.models.waves import RatingCount, Reply, ReplyAnswer, Suppression, Turnout, Wave

__all__ = [
    "Answer",
    "AnswerChoice",
    "AnswerEvent",
    "Assessment",
    "AssessmentItem",
    "Bank",
    "Choice",
    "Competency",
    "Edition",
    "EditionChoice",
    "EditionItem",
    "KeyCorrection",
    "Mark",
    "PaperExam",
    "PaperSheet",
    "Question",
    "RatingCount",
    "Reply",
    "ReplyAnswer",
    "Result",
    "Sitting",
    "Suppression",
    "Turnout",
    "Wave",
]
