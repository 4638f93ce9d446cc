"""The data of assessments, from draft to result; each module speaks of one stage."""

from assessments.models.authoring import Assessment, AssessmentItem
from assessments.models.bank import Choice, Competency, Question
from assessments.models.editions import Edition, EditionChoice, EditionItem
from assessments.models.results import Mark, Result
from assessments.models.sittings import Answer, AnswerChoice, AnswerEvent, Sitting
from assessments.models.waves import RatingCount, Reply, ReplyAnswer, Suppression, Turnout, Wave

__all__ = [
    "Answer",
    "AnswerChoice",
    "AnswerEvent",
    "Assessment",
    "AssessmentItem",
    "Choice",
    "Competency",
    "Edition",
    "EditionChoice",
    "EditionItem",
    "Mark",
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
