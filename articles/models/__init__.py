"""What the archive keeps. Text is stored exactly as published."""

from articles.models.article import Article, Original
from articles.models.asking import AskedQuery, AskedSpelling
from articles.models.comment import Comment, ContactMessage
from articles.models.decision import Decision
from articles.models.entity import Alias, Entity, Kind, Mention
from articles.models.job import Job
from articles.models.page import Page
from articles.models.place import DISPLACED
from articles.models.proposal import Proposal
from articles.models.queue import PendingArticle, PendingName, PendingWord, Revision
from articles.models.quotation import Quotation, SaidBy
from articles.models.reading import DailyViews
from articles.models.review import RejectedSpelling, Suggestion
from articles.models.source import Category, Source
from articles.models.words import WordRule

__all__ = [
    "DISPLACED",
    "Alias",
    "Article",
    "AskedQuery",
    "AskedSpelling",
    "Category",
    "Comment",
    "ContactMessage",
    "DailyViews",
    "Decision",
    "Entity",
    "Job",
    "Kind",
    "Mention",
    "Original",
    "Page",
    "PendingArticle",
    "PendingName",
    "PendingWord",
    "Proposal",
    "Quotation",
    "RejectedSpelling",
    "Revision",
    "SaidBy",
    "Source",
    "Suggestion",
    "WordRule",
]
