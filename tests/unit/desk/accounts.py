"""Accounts for the tests of screens: who works where, and a browser that has signed in."""

from django.test import Client

from noaber.guard.models import Membership, Municipality, User

PASSWORD = "een zin om te onthouden"


def account(name: str, role: str, code: str = "1700", town: str = "Twenterand") -> User:
    """An account with one role in one municipality."""
    municipality, _ = Municipality.objects.get_or_create(code=code, defaults={"name": town})
    user = User.objects.create_user(name, password=PASSWORD)
    Membership.objects.create(user=user, municipality=municipality, role=role)
    return user


def browser_of(name: str, role: str, code: str = "1700", town: str = "Twenterand") -> Client:
    """A browser in which that account has signed in."""
    client = Client()
    client.force_login(account(name, role, code, town))
    return client
