"""The goal tree over the years, and indicators with what was printed of them."""

from django.db import models

from noaber.guard.models import Municipality
from noaber.register.sources.models import (
    DocumentRecord,
    Evidence,
    Party,
    PlanningDocument,
    RecordEntry,
)


class TreeNode(models.Model):
    """A programme, theme or goal that lives on over the years; its wording is per document.

    `path` names it for good: the CBS code and the slugs from the programme down.
    """

    class Kind(models.TextChoices):
        """The levels of a goal tree."""

        PROGRAMME = "programme", "programma"
        THEME = "theme", "thema"
        GOAL = "goal", "doel"
        SUBGOAL = "subgoal", "subdoel"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    kind = models.CharField(max_length=10, choices=Kind)
    path = models.TextField(unique=True)

    def __str__(self) -> str:
        return self.path


class Wording(models.Model):
    """What one document calls a node, and where."""

    node = models.ForeignKey(TreeNode, on_delete=models.PROTECT, related_name="wordings")
    document = models.ForeignKey(
        PlanningDocument, on_delete=models.CASCADE, related_name="wordings"
    )
    position = models.PositiveIntegerField()
    item = models.TextField(help_text="het nummer in de lezing")
    text = models.TextField("tekst")
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["document", "position"]
        constraints = [
            models.UniqueConstraint(fields=["node", "document"], name="one_wording_per_document")
        ]

    def __str__(self) -> str:
        return self.text


class Indicator(models.Model):
    """A series that lives on over the years under one node of the tree."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    node = models.ForeignKey(TreeNode, on_delete=models.PROTECT, related_name="indicators")
    path = models.TextField(unique=True)

    def __str__(self) -> str:
        return self.path


class IndicatorRow(models.Model):
    """An indicator as one document prints it: name, unit, source, wanted direction."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="rows")
    document = models.ForeignKey(
        PlanningDocument, on_delete=models.CASCADE, related_name="indicator_rows"
    )
    position = models.PositiveIntegerField()
    item = models.TextField()
    name = models.TextField("naam")
    unit = models.CharField("eenheid", max_length=10)
    source = models.TextField("bron zoals gedrukt", blank=True)
    supplier = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField("soort", max_length=10, blank=True)
    owner = models.TextField("eigenaar van de bron", blank=True)
    measure = models.CharField(
        "maat",
        max_length=80,
        blank=True,
        help_text="waarmee de gemeente dit zelf telt",
    )
    direction = models.CharField("gewenste richting", max_length=15, blank=True)
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["document", "position"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "document"], name="one_row_per_document")
        ]

    def __str__(self) -> str:
        return self.name


class IndicatorValue(models.Model):
    """One printed cell: a number, a word ('gereed'), or a gap with its reason."""

    class Kind(models.TextChoices):
        """What the cell states."""

        ACTUAL = "actual", "werkelijk"
        TARGET = "target", "streefwaarde"
        BASELINE = "baseline", "nulmeting"

    row = models.ForeignKey(IndicatorRow, on_delete=models.CASCADE, related_name="values")
    period = models.CharField("periode", max_length=30)
    kind = models.CharField(max_length=10, choices=Kind)
    value = models.DecimalField("waarde", max_digits=24, decimal_places=6, null=True)
    word = models.TextField("woord", blank=True)
    gap = models.CharField("waarom niet", max_length=30, blank=True)
    scale = models.PositiveSmallIntegerField("decimalen", default=0)
    bound = models.CharField("grens", max_length=10, blank=True)
    position = models.PositiveIntegerField()
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["row", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["row", "period", "kind"], name="one_value_per_period_and_kind"
            ),
            models.CheckConstraint(
                name="value_word_or_gap",
                condition=models.Q(value__isnull=False, gap="", word="")
                | models.Q(value__isnull=True, gap="") & ~models.Q(word="")
                | models.Q(value__isnull=True, word="") & ~models.Q(gap=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.value if self.value is not None else self.word or self.gap}"


class Footnote(models.Model):
    """A note of the document bound to a row."""

    row = models.ForeignKey(IndicatorRow, on_delete=models.CASCADE, related_name="footnotes")
    position = models.PositiveIntegerField()
    text = models.TextField("tekst")

    class Meta:
        ordering = ["row", "position"]

    def __str__(self) -> str:
        return self.text


class SeriesBreak(models.Model):
    """Between which two periods a series may not be compared; blank = the document does not say."""

    row = models.ForeignKey(IndicatorRow, on_delete=models.CASCADE, related_name="breaks")
    before = models.CharField("laatste periode ervoor", max_length=30, blank=True)
    after = models.CharField("eerste periode erna", max_length=30, blank=True)
    reason = models.TextField("reden")
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.before or '?'} | {self.after or '?'}"


class ProgrammeLine(DocumentRecord):
    """A line of work that runs across goals and carries no money."""

    name = models.TextField("naam")
    goals = models.ManyToManyField(TreeNode, related_name="programme_lines")


class Effort(DocumentRecord):
    """What the municipality does for a goal. Its state is never stored: it follows from the log."""

    name = models.TextField("naam")
    goals = models.ManyToManyField(TreeNode, related_name="efforts")
    programme_lines = models.ManyToManyField(ProgrammeLine, related_name="efforts")
    intervention = models.BooleanField("interventie", null=True)
    leads = models.JSONField("trekkers", default=list)
    partners = models.JSONField("partners", default=list)
    next_step = models.TextField("volgende stap", blank=True)
    waits_for = models.ManyToManyField("self", symmetrical=False, related_name="holds_up")


class EffortStatus(RecordEntry):
    """One dated entry of an effort's log."""

    record = models.ForeignKey(Effort, on_delete=models.CASCADE, related_name="log")
    on = models.CharField("op", max_length=30)
    status = models.CharField("stand", max_length=15)
    reason = models.TextField("reden", blank=True)
    successor = models.ForeignKey(Effort, on_delete=models.SET_NULL, null=True, related_name="+")
    moved_to = models.TextField("naar", blank=True)


class Agreement(DocumentRecord):
    """An agreement, agenda or policy document, by version and with those who signed it."""

    name = models.TextField("naam")
    kind = models.CharField("soort", max_length=20)
    version = models.TextField("versie", blank=True)
    signed_on = models.CharField("vastgesteld", max_length=30, blank=True)
    valid_from = models.CharField("loopt vanaf", max_length=30, blank=True)
    valid_until = models.CharField("loopt tot", max_length=30, blank=True)
    signatories = models.JSONField("ondertekenaars", default=list)
    priorities = models.JSONField("prioriteiten", default=list)
    goals = models.ManyToManyField(TreeNode, related_name="agreements")
    successor = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")


class Plan(DocumentRecord):
    """A plan with phases."""

    name = models.TextField("naam")
    goals = models.ManyToManyField(TreeNode, related_name="plans")


class PlanPhase(RecordEntry):
    """One phase of a plan."""

    record = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="phases")
    name = models.TextField("naam")
    begins = models.CharField("begin", max_length=30, blank=True)
    ends = models.CharField("einde", max_length=30, blank=True)


class CouncilItem(DocumentRecord):
    """A decision, motion, amendment or undertaking, and where it was settled."""

    kind = models.CharField("soort", max_length=20)
    title = models.TextField("titel")
    number = models.TextField("nummer", blank=True)
    on = models.CharField("datum", max_length=30, blank=True)
    goals = models.ManyToManyField(TreeNode, related_name="council_items")
    efforts = models.ManyToManyField(Effort, related_name="council_items")
    settled_in = models.TextField("afgedaan in", blank=True)


class TextFigure(DocumentRecord):
    """A number in running text: what was counted and when."""

    value = models.DecimalField("waarde", max_digits=24, decimal_places=6)
    counted = models.TextField("wat geteld is")
    about = models.TextField("waarover", blank=True)
    period = models.CharField("periode", max_length=30, blank=True)
    goals = models.ManyToManyField(TreeNode, related_name="text_figures")
    efforts = models.ManyToManyField(Effort, related_name="text_figures")


class Continuation(models.Model):
    """Whether this year's goal or indicator is last year's under another name: a person says so.

    Both are named by their lasting paths. A proposal is no more than that until it is confirmed.
    """

    class State(models.TextChoices):
        """What was said of the proposal."""

        PROPOSED = "proposed", "voorgesteld"
        CONFIRMED = "confirmed", "bevestigd"
        REFUSED = "refused", "afgewezen"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    older = models.TextField("eerder")
    newer = models.TextField("later")
    likeness = models.DecimalField("gelijkenis", max_digits=4, decimal_places=3)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    said_by = models.TextField("door", blank=True)
    said_at = models.DateTimeField("op", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["older", "newer"], name="one_continuation_per_pair"),
            models.CheckConstraint(
                name="said_by_a_person",
                condition=models.Q(state="proposed")
                | ~models.Q(said_by="") & models.Q(said_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.older} > {self.newer}"


from noaber.register.goals.definition_models import OwnDefinition  # noqa: E402,F401
