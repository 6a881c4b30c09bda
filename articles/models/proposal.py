"""What a curated name may also be called, and which names may be one: for curators to say."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q

from articles.models.entity import Alias, Entity


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def waiting(self) -> ProposalQuerySet:
        """What nobody has decided. A spelling that became an alias meanwhile waits no more."""
        known = Alias.objects.filter(entity=OuterRef("entity"), key=OuterRef("key"))
        return self.filter(~Exists(known), status=Proposal.Status.WAITING)


class Proposal(models.Model):
    """``text`` may be a spelling of ``entity``.

    With ``other``, a name that bears this spelling already: the two may be one. A machine
    writes waiting rows only (`recognition.proposals`); a decided one is a curator's word, and
    keeps the same proposal from coming back. ``mentions`` counts those that show it: of a
    spelling ``forms`` says how often each written form stands, ``text`` being the most
    frequent one; of two names they are the mentions of both, ``other_mentions`` those of
    ``other``.
    """

    class Reason(models.TextChoices):
        """Why it is proposed, the surest first."""

        LATIN = "latin", "نام لاتین در پرانتز"
        SHORT_FORM = "short", "نام اختصاری در پرانتز"
        DOUBLE = "double", "دو نام مشابه"
        INITIALS = "initials", "حرف اول نام و نام خانوادگی"
        SURNAME = "surname", "نام خانوادگی پس از نام کامل"

    class Status(models.TextChoices):
        WAITING = "waiting", "در انتظار بررسی"
        ACCEPTED = "accepted", "تأییدشده"
        REFUSED = "refused", "ردشده"

    entity = models.ForeignKey(Entity, models.CASCADE, related_name="proposals", verbose_name="نام")
    other = models.ForeignKey(
        Entity,
        models.CASCADE,
        null=True,
        related_name="proposed_doubles",
        verbose_name="نام مشابه",
    )
    text = models.CharField("شکل", max_length=200)
    key = models.CharField(max_length=200, editable=False)
    reason = models.CharField("دلیل", max_length=8, choices=Reason.choices)
    forms = models.JSONField(default=dict, editable=False)
    mentions = models.PositiveIntegerField("اشاره", default=0)
    other_mentions = models.PositiveIntegerField(default=0, editable=False)
    weight = models.FloatField("وزن", default=0)
    status = models.CharField("وضعیت", max_length=8, choices=Status.choices, default=Status.WAITING)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "پیشنهاد برای نام"
        verbose_name_plural = "پیشنهادها برای نام‌ها"
        ordering = ("-weight", "pk")
        indexes = [
            models.Index(fields=["status", "-weight", "id"], name="proposal_first"),
            models.Index(fields=["status", "reason", "-weight", "id"], name="proposal_first_of"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "key"],
                name="proposal_once",
                condition=Q(other__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["entity", "other"],
                name="proposal_of_doubles_once",
                condition=Q(other__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.text
