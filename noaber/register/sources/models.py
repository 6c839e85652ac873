"""Documents, files, parties, evidence and findings: what every subject stands on."""

from django.db import models
from django.db.models import Q

from noaber.guard.models import Municipality
from noaber.vocabulary.grades import EvidenceKind, Grade


class Party(models.Model):
    """Someone outside who supplies figures, delivers or funds: 'CIV', 'Menzis', a foundation."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    key = models.TextField()
    name = models.TextField("naam")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "key"], name="one_party_per_name")
        ]
        verbose_name_plural = "parties"

    def __str__(self) -> str:
        return self.name


class File(models.Model):
    """A file by its hash. `content` is null where the file itself is not in this installation."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    name = models.TextField("bestandsnaam", blank=True)
    title = models.TextField("titel")
    publisher = models.TextField("uitgever", blank=True)
    content = models.BinaryField("inhoud", null=True)
    text = models.TextField("tekst", blank=True, help_text="waarin plaatsen worden aangewezen")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "sha256"],
                condition=~Q(sha256=""),
                name="one_file_per_hash",
            )
        ]

    def __str__(self) -> str:
        return self.title


class PlanningDocument(models.Model):
    """A document of planning and control for one programme, identified by what it is about."""

    class Kind(models.TextChoices):
        """The documents of the yearly cycle (BBV)."""

        BUDGET = "budget", "begroting"
        FRAMEWORK_MEMO = "framework_memo", "kadernota"
        INTERIM_REPORT = "interim_report", "bestuursrapportage"
        ANNUAL_ACCOUNTS = "annual_accounts", "jaarstukken"
        OTHER = "other", "ander document"

    class Status(models.TextChoices):
        """The life of a document; an adopted one is never changed."""

        CONCEPT = "concept", "concept"
        IN_REVIEW = "in_review", "in controle"
        OFFERED = "offered", "aangeboden"
        ADOPTED = "adopted", "vastgesteld"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("jaar")
    kind = models.CharField("soort", max_length=20, choices=Kind)
    programme = models.TextField("programma")
    programme_key = models.CharField(max_length=80)
    key = models.CharField("sleutel", max_length=200, unique=True)
    title = models.TextField("titel")
    status = models.CharField(max_length=12, choices=Status, default=Status.CONCEPT)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="documents")
    printed_file = models.ForeignKey(
        File, on_delete=models.PROTECT, null=True, related_name="transcribed_documents"
    )
    decision = models.TextField("raadsbesluit", blank=True)
    decided_on = models.DateField("vastgesteld op", null=True)
    signs = models.JSONField("tekens", null=True, help_text="hoe de bron haar tekens drukt")
    loaded_at = models.DateTimeField("geladen", auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "year", "kind", "programme_key"],
                name="one_document_per_programme_and_year",
            ),
            # Adopted is a decision of the council: it has a number and a day.
            models.CheckConstraint(
                name="adopted_by_a_decision",
                condition=~Q(status="adopted") | ~Q(decision="") & Q(decided_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def written_here(self) -> bool:
        """Whether its file is of the project's own format, and no printed chapter."""
        return self.file.name.lower().endswith(".toml")

    @property
    def is_new(self) -> bool:
        """Whether it is written here and not offered yet, so that nothing of it is public."""
        return self.written_here and self.printed_file_id is None and self.is_open

    @property
    def is_open(self) -> bool:
        """Whether the contents may still be changed."""
        return self.status in (self.Status.CONCEPT, self.Status.IN_REVIEW)


class Evidence(models.Model):
    """Where a registered value comes from: a place in a file, or who typed it, when and why.

    For a file of the project's own format, `printed_line` is the line of the printed source
    (`document.printed_file`) from which the value was copied.
    """

    document = models.ForeignKey(
        PlanningDocument, on_delete=models.CASCADE, related_name="evidence"
    )
    kind = models.CharField(
        max_length=10, choices=[(kind.value, kind.value) for kind in EvidenceKind]
    )
    file = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="+")
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    printed_line = models.PositiveIntegerField(null=True)
    typed_by = models.TextField(blank=True)
    typed_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            # A value without a way back cannot be stored: a place needs its file and span, a typed
            # value its writer, moment and reason.
            models.CheckConstraint(
                name="evidence_is_complete",
                condition=Q(kind="placed", file__isnull=False, start__isnull=False)
                & Q(end__gt=models.F("start"))
                | Q(kind="typed", typed_at__isnull=False) & ~Q(typed_by="") & ~Q(reason=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.start}-{self.end}"

    @property
    def grade(self) -> Grade:
        """What a reader is told; a place in the chapter itself proves only the copying."""
        return Grade.COPIED if self.kind == EvidenceKind.PLACED else Grade.SUPPLIED


class DocumentRecord(models.Model):
    """What the records of all sections have: their document, place in it, id and evidence."""

    document = models.ForeignKey(PlanningDocument, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    item = models.TextField()
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True
        ordering = ["document", "position"]
        constraints = [models.UniqueConstraint(fields=["document", "item"], name="%(class)s_once")]

    def __str__(self) -> str:
        return self.item


class RecordEntry(models.Model):
    """What entries within a record have; each has a `record` that it belongs to."""

    position = models.PositiveIntegerField()
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True
        ordering = ["record", "position"]

    def __str__(self) -> str:
        return f"{self.position}"


class Area(DocumentRecord):
    """A village, district or statistical area; divisions stand side by side, each with its days."""

    name = models.TextField("naam")
    kind = models.CharField("soort", max_length=20)
    code = models.TextField(blank=True)
    valid_from = models.DateField("geldig vanaf", null=True)
    valid_until = models.DateField("geldig tot en met", null=True)


class Erratum(DocumentRecord):
    """A mistake in an adopted document and what it should be; it stands beside the document."""

    on = models.DateField("datum")
    about = models.TextField("waarover")
    printed = models.TextField("er staat")
    correct = models.TextField("er hoort te staan")
    decision = models.TextField("besluit", blank=True)

    class Meta(DocumentRecord.Meta):
        verbose_name_plural = "errata"


class PassageQuestion(DocumentRecord):
    """What does not add up or is not said in a passage of the printed text, as a question to its author."""

    about = models.TextField("waarover")
    place = models.TextField("waar", blank=True)
    printed = models.TextField("er staat", blank=True)
    question = models.TextField("vraag")

    class Meta(DocumentRecord.Meta):
        verbose_name_plural = "vragen bij passages"


class Acceptance(models.Model):
    """A person's word that a finding may stand: why, who and when.

    It holds for a finding of that rule with that message. Once the document says something else, the
    message is another and the question is asked again.
    """

    document = models.ForeignKey(
        PlanningDocument, on_delete=models.CASCADE, related_name="acceptances"
    )
    rule = models.CharField(max_length=40)
    message = models.TextField()
    reason = models.TextField("reden")
    accepted_by = models.TextField("door")
    accepted_at = models.DateTimeField("op")

    class Meta:
        ordering = ["document", "accepted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "rule", "message"], name="one_acceptance_per_finding"
            ),
            models.CheckConstraint(
                name="acceptance_has_a_reason", condition=~Q(reason="") & ~Q(accepted_by="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.reason}"


class Finding(models.Model):
    """One outcome of a check on a document, with both places."""

    document = models.ForeignKey(
        PlanningDocument, on_delete=models.CASCADE, related_name="findings"
    )
    position = models.PositiveIntegerField()
    rule = models.CharField(max_length=40)
    status = models.CharField(max_length=5)
    expected = models.TextField(blank=True)
    found = models.TextField(blank=True)
    tolerance = models.TextField(blank=True)
    message = models.TextField()
    places = models.JSONField(default=list)

    class Meta:
        ordering = ["document", "position"]

    def __str__(self) -> str:
        return f"{self.rule} {self.status}"
