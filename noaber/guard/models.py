"""Municipalities, regions, accounts and who works where."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from noaber.guard.actor import Actor, ActorKind
from noaber.guard.roles import purposes_of


class Region(models.Model):
    """Municipalities that do a task together; each has its own name and code list of tasks."""

    code = models.SlugField("code", unique=True)
    name = models.CharField("naam", max_length=200)

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """A municipality whose social domain is kept here; `code` is the four digits of CBS."""

    code = models.CharField("CBS-code", max_length=4, unique=True)
    name = models.CharField("naam", max_length=100)
    regions = models.ManyToManyField(Region, blank=True, related_name="municipalities")

    class Meta:
        verbose_name_plural = "municipalities"

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """An account. What it may see follows from its memberships, never from the account alone."""

    # Set when someone else made the password: its owner chooses another before anything else.
    password_is_temporary = models.BooleanField("eenmalig wachtwoord", default=False)

    def as_actor(self, purpose: str = "") -> Actor:
        """This account as the plain value that queries and services take.

        With a purpose the actor reaches only municipalities in which a role of the account has it, so
        that a role in one municipality opens nothing in another.
        """
        rows = [
            (code, role)
            for code, role in self.memberships.values_list("municipality__code", "role")
            if not purpose or purpose in purposes_of(role)
        ]
        return Actor(
            ActorKind.USER,
            self.get_username(),
            frozenset(code for code, _ in rows),
            frozenset(role for _, role in rows),
            frozenset(one for _, role in rows for one in purposes_of(role)),
        )


class Membership(models.Model):
    """One role of one account in one municipality."""

    class Role(models.TextChoices):
        """What someone is there to do; noaber.guard.roles says for which purposes."""

        POLICY_ADVISER = "policy_adviser", "beleidsadviseur"
        CONTROLLER = "controller", "controller"
        COUNCIL_CLERK = "council_clerk", "griffie"
        CONTRACT_MANAGER = "contract_manager", "contractmanager"
        FRONT_DOOR_WORKER = "front_door_worker", "consulent"
        ADMINISTRATOR = "administrator", "beheerder"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    role = models.CharField("rol", max_length=30, choices=Role)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "municipality", "role"], name="one_membership_per_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.municipality} · {self.get_role_display()}"


class SignInAttempt(models.Model):
    """Failed attempts to sign in under one name; the name itself is not kept, only its hash."""

    name_hash = models.CharField("naam, als hash", max_length=64, unique=True)
    failed = models.PositiveIntegerField("mislukt", default=0)
    last = models.DateTimeField("laatste poging")

    def __str__(self) -> str:
        return f"{self.failed} mislukt"
