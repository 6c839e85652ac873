"""Making accounts, and holding back who guesses at passwords."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from noaber.guard.actor import Actor, NotAllowed
from noaber.guard.models import Membership, Municipality, SignInAttempt, User

# After so many failures in a row a name has to wait, whoever it is and whatever the password.
FAILURES, WAIT = 5, timedelta(minutes=15)
_FORGOTTEN = timedelta(days=1)


def one_time_password() -> str:
    """Twenty letters and digits in fours, from the system's source of chance (some 100 bits)."""
    signs = "abcdefghijkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(signs) for _ in range(4)) for _ in range(5))


def ensure_user(
    actor: Actor, name: str, municipality: Municipality, role: str, temporary: bool = True
) -> tuple[User, str]:
    """The account with this name and role, made where new, and a new password for it.

    A closed account opens again. An account that was there keeps its other roles and gets a new
    password as well; sessions under the old one end. With `temporary` the owner has to choose another
    at the first sign-in. Raises NotAllowed, and ValueError for a name or role that cannot be.
    """
    actor.require(municipality.code, municipality.name)
    if role not in Membership.Role.values:
        raise ValueError(
            f"de rol '{role}' is er niet; kies uit {', '.join(Membership.Role.values)}"
        )
    if not name or len(name) > 150 or not all(sign.isalnum() or sign in "@.+-_" for sign in name):
        raise ValueError(f"'{name}' kan geen accountnaam zijn: letters, cijfers en @ . + - _")
    password = one_time_password()
    with transaction.atomic():
        user, _ = User.objects.get_or_create(username=name)
        user.password = make_password(password)
        user.password_is_temporary = temporary
        user.is_active = True
        user.save(update_fields=["password", "password_is_temporary", "is_active"])
        Membership.objects.get_or_create(user=user, municipality=municipality, role=role)
        SignInAttempt.objects.filter(name_hash=_hashed(name)).delete()
    return user, password


def close_account(actor: Actor, name: str) -> bool:
    """Let nobody sign in with this account again; False where there is none. Raises NotAllowed.

    Only the system reaches accounts of every municipality, and an account may work in several.
    """
    if not actor.everywhere:
        raise NotAllowed(f"{actor.name} mag geen accounts sluiten")
    closed = User.objects.filter(username=name).update(
        is_active=False, password=make_password(None)
    )
    return bool(closed)


def attempt(name: str, now: datetime) -> datetime | None:
    """Count an attempt under this name before its password is looked at.

    Gives back None where it may go on, else until when the name has to wait; an attempt while it waits
    is not counted. Two attempts at once are counted one after the other.
    """
    with transaction.atomic():
        SignInAttempt.objects.filter(last__lt=now - _FORGOTTEN).delete()
        SignInAttempt.objects.get_or_create(name_hash=_hashed(name), defaults={"last": now})
        row = SignInAttempt.objects.select_for_update().get(name_hash=_hashed(name))
        if row.last + WAIT <= now:
            row.failed = 0
        elif row.failed >= FAILURES:
            return row.last + WAIT
        row.failed, row.last = row.failed + 1, now
        row.save(update_fields=["failed", "last"])
    return None


def note_success(name: str) -> None:
    """Forget the failures of a name whose owner came in."""
    SignInAttempt.objects.filter(name_hash=_hashed(name)).delete()


def _hashed(name: str) -> str:
    return hashlib.sha256(name.strip().casefold().encode("utf-8", "replace")).hexdigest()
