"""The tables, a file a noun. Importing this package makes all of them known."""

from collabpoints.models.accounts import Account, AccountSession, OneTimeLink, SignInTry
from collabpoints.models.agencies import Agency
from collabpoints.models.appeals import Appeal
from collabpoints.models.boards import Board, DepartmentStanding, PersonStanding
from collabpoints.models.cells import MonthParticipant, ShownCell, ShownTotal
from collabpoints.models.departments import Department, DepartmentPath
from collabpoints.models.drafts import Draft, DraftRecipient
from collabpoints.models.entries import Entry
from collabpoints.models.exports import DownloadRecord, Export, ExportPiece
from collabpoints.models.imports import StaffImport
from collabpoints.models.jobs import JobRun, SchedulerBeat
from collabpoints.models.months import Month, MonthClosing, MonthHeadcount, MonthOrder
from collabpoints.models.notes import HelpKind, Note, NoteText, Reply, SendBatch
from collabpoints.models.notices import Notice
from collabpoints.models.outbox import Outbox
from collabpoints.models.patterns import PatternDecision, PatternFinding, PatternNote, PatternPerson
from collabpoints.models.people import Appointment, Employee, Person, SearchTerm
from collabpoints.models.prizes import NotePrize, PrizeChange, PrizeExclusion, PrizeProposal, PrizeWinner
from collabpoints.models.record_reviews import RecordReview
from collabpoints.models.records import AccessRecord
from collabpoints.models.redactions import Redaction
from collabpoints.models.reorganisations import Reorganisation, ReorganisationMove, ReorganisationStep
from collabpoints.models.reviews import NoteFlag, NoteOpening, NoteReview
from collabpoints.models.roles import RoleGrant
from collabpoints.models.schemes import Scheme, SchemeDraft
from collabpoints.models.seals import PurgedSegment, Seal
from collabpoints.models.special_grants import Evidence, SpecialGrant
from collabpoints.models.staff_orders import StaffOrder
from collabpoints.models.submissions import Submission, SubmissionLine
from collabpoints.models.totals import DepartmentMonthTotal, PairMonthTotal, PersonMonthTotal
from collabpoints.models.trees import LobbyLink, Tree, TreeFlow, TreeLimb

__all__ = [
    "AccessRecord",
    "Account",
    "AccountSession",
    "Agency",
    "Appeal",
    "Appointment",
    "Board",
    "Department",
    "DepartmentMonthTotal",
    "DepartmentPath",
    "DepartmentStanding",
    "DownloadRecord",
    "Draft",
    "DraftRecipient",
    "Employee",
    "Entry",
    "Evidence",
    "Export",
    "ExportPiece",
    "HelpKind",
    "JobRun",
    "LobbyLink",
    "Month",
    "MonthClosing",
    "MonthHeadcount",
    "MonthOrder",
    "MonthParticipant",
    "Note",
    "NoteFlag",
    "NoteOpening",
    "NotePrize",
    "NoteReview",
    "NoteText",
    "Notice",
    "OneTimeLink",
    "Outbox",
    "PairMonthTotal",
    "PatternDecision",
    "PatternFinding",
    "PatternNote",
    "PatternPerson",
    "Person",
    "PersonMonthTotal",
    "PersonStanding",
    "PrizeChange",
    "PrizeExclusion",
    "PrizeProposal",
    "PrizeWinner",
    "PurgedSegment",
    "RecordReview",
    "Redaction",
    "Reorganisation",
    "ReorganisationMove",
    "ReorganisationStep",
    "Reply",
    "RoleGrant",
    "SchedulerBeat",
    "Scheme",
    "SchemeDraft",
    "Seal",
    "SearchTerm",
    "SendBatch",
    "ShownCell",
    "ShownTotal",
    "SignInTry",
    "SpecialGrant",
    "StaffImport",
    "StaffOrder",
    "Submission",
    "SubmissionLine",
    "Tree",
    "TreeFlow",
    "TreeLimb",
]
