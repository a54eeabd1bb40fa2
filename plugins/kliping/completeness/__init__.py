"""How complete an outlet's day is: what its routes showed, how many articles there probably were, what is missing."""

from kliping.completeness.baseline import HISTORY_DAYS, expect_usual, find_holiday
from kliping.completeness.causes import CAUSES
from kliping.completeness.diagnosis import DayVerdict, diagnose_day
from kliping.completeness.estimate import Estimate, estimate_recapture
from kliping.completeness.evidence import DayEvidence
from kliping.completeness.judgement import DayJudgement, judge_day

__all__ = [
    "CAUSES",
    "HISTORY_DAYS",
    "DayEvidence",
    "DayJudgement",
    "DayVerdict",
    "Estimate",
    "diagnose_day",
    "estimate_recapture",
    "expect_usual",
    "find_holiday",
    "judge_day",
]
