"""Signing in: who may, who has to wait, and what a browser gets to keep."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from noaber.guard import accounts
from noaber.guard.actor import STRANGER, SYSTEM, NotAllowed
from noaber.guard.audit import trail
from noaber.guard.audit.models import AuditLine
from noaber.guard.models import Municipality, SignInAttempt, User
from tests.unit.desk.accounts import PASSWORD, account

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "audit"])]


def sign_in(client: Client, password: str = PASSWORD, name: str = "j.devries", then: str = ""):
    values = {"username": name, "password": password, "next": then}
    return client.post("/aanmelden/", values)


def test_the_right_password_leads_to_the_messages() -> None:
    account("j.devries", "contract_manager")
    client = Client()
    answer = sign_in(client)
    assert (answer.status_code, answer["Location"]) == (302, "/berichten/")
    assert client.get("/aanmelden/")["Location"] == "/berichten/"


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer() -> None:
    account("j.devries", "contract_manager")
    known = sign_in(Client(), "iets anders")
    unknown = sign_in(Client(), "iets anders", "niemand")
    assert known.status_code == unknown.status_code == 400
    assert "horen niet bij elkaar" in known.content.decode()
    marks = ("csrfmiddlewaretoken", "j.devries", "niemand")
    bare = [
        [line for line in page.content.decode().splitlines() if not any(m in line for m in marks)]
        for page in (known, unknown)
    ]
    assert bare[0] == bare[1]


def test_after_five_failures_the_name_waits_whatever_the_password() -> None:
    account("j.devries", "contract_manager")
    for _ in range(accounts.FAILURES):
        assert sign_in(Client(), "mis").status_code == 400
    held = sign_in(Client())
    assert held.status_code == 429
    assert "te vaak" in held.content.decode()
    assert sign_in(Client(), name="J.DEVRIES").status_code == 429
    SignInAttempt.objects.update(last=timezone.now() - accounts.WAIT - timedelta(seconds=1))
    assert sign_in(Client()).status_code == 302
    assert not SignInAttempt.objects.exists()


def test_a_name_that_waits_holds_nobody_else() -> None:
    account("j.devries", "contract_manager")
    for _ in range(accounts.FAILURES + 1):
        sign_in(Client(), "mis", "een ander")
    assert sign_in(Client()).status_code == 302


def test_of_a_name_that_failed_only_a_hash_is_kept() -> None:
    sign_in(Client(), "mis", "per ongeluk mijn wachtwoord")
    (row,) = SignInAttempt.objects.all()
    assert len(row.name_hash) == 64
    assert int(row.name_hash, 16)


def test_who_was_on_the_way_somewhere_gets_there_but_never_outside() -> None:
    account("j.devries", "contract_manager")
    asked = Client().get("/toewijzingen/?nummer=3")
    assert asked["Location"] == "/aanmelden/?next=/toewijzingen/%3Fnummer%3D3"
    assert (
        sign_in(Client(), then="/toewijzingen/?nummer=3")["Location"] == "/toewijzingen/?nummer=3"
    )
    for outside in ("https://elders.example/", "//elders.example", "javascript:alert(1)"):
        assert sign_in(Client(), then=outside)["Location"] == "/berichten/"


def test_a_one_time_password_opens_nothing_but_the_choice_of_another() -> None:
    municipality = Municipality.objects.create(code="1700", name="Twenterand")
    _, password = accounts.ensure_user(SYSTEM, "j.devries", municipality, "contract_manager")
    client = Client()
    assert sign_in(client, password).status_code == 302
    for path in ("/berichten/", "/toewijzingen/"):
        assert client.get(path)["Location"] == "/wachtwoord/"
    values = {"old_password": password, "new_password1": "kort", "new_password2": "kort"}
    short = client.post("/wachtwoord/", values)
    assert short.status_code == 400
    assert "Dit wachtwoord is te kort" in short.content.decode()
    new = "een zin die alleen ik ken"
    values = {"old_password": password, "new_password1": new, "new_password2": new}
    assert client.post("/wachtwoord/", values)["Location"] == "/berichten/"
    assert client.get("/berichten/").status_code == 200
    assert sign_in(Client(), password).status_code == 400
    assert sign_in(Client(), new).status_code == 302


def test_a_new_password_ends_the_sessions_under_the_old_one() -> None:
    user = account("j.devries", "contract_manager")
    client = Client()
    sign_in(client)
    municipality = Municipality.objects.get(code="1700")
    accounts.ensure_user(SYSTEM, user.username, municipality, "contract_manager")
    assert client.get("/berichten/")["Location"].startswith("/aanmelden/")


def test_signing_out_needs_a_form_and_ends_the_session() -> None:
    account("j.devries", "contract_manager")
    client = Client()
    sign_in(client)
    assert client.get("/afmelden/").status_code == 405
    assert client.post("/afmelden/")["Location"] == "/aanmelden/"
    assert client.get("/berichten/").status_code == 302


def test_a_form_from_elsewhere_is_refused_in_words() -> None:
    account("j.devries", "contract_manager")
    answer = sign_in(Client(enforce_csrf_checks=True))
    assert answer.status_code == 403
    assert "Dit formulier is te oud" in answer.content.decode()


def test_a_browser_keeps_what_no_script_can_read_and_the_public_pages_give_it_nothing() -> None:
    account("j.devries", "contract_manager")
    client = Client()
    assert not client.get("/").cookies
    sign_in(client)
    session = client.cookies["noaber_session"]
    assert session["httponly"]
    assert session["samesite"] == "Lax"
    shown = client.get("/berichten/")
    assert "no-store" in shown["Cache-Control"]
    assert "script-src" not in shown["Content-Security-Policy"]
    assert shown["Content-Security-Policy"].startswith("default-src 'none'")


def test_an_account_that_was_closed_does_not_come_in() -> None:
    user = account("j.devries", "contract_manager")
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert sign_in(Client()).status_code == 400


def test_closing_an_account_ends_its_sessions_and_making_it_again_opens_it() -> None:
    account("j.devries", "contract_manager")
    client = Client()
    sign_in(client)
    with pytest.raises(NotAllowed):
        accounts.close_account(STRANGER, "j.devries")
    assert accounts.close_account(SYSTEM, "j.devries")
    assert not accounts.close_account(SYSTEM, "niemand")
    assert client.get("/berichten/")["Location"].startswith("/aanmelden/")
    assert sign_in(Client()).status_code == 400
    municipality = Municipality.objects.get(code="1700")
    _, password = accounts.ensure_user(SYSTEM, "j.devries", municipality, "contract_manager")
    assert sign_in(Client(), password).status_code == 302


def test_whoever_comes_in_seals_what_was_looked_at_before(monkeypatch, caplog) -> None:
    account("j.devries", "contract_manager")
    trail.note(SYSTEM, "1700", "claims", "declaratie 12", 3, timezone.now())
    sign_in(Client())
    assert not AuditLine.objects.filter(seal=None).exists()
    assert trail.broken_seals() == []

    def fails(now):
        raise IntegrityError("number taken")

    monkeypatch.setattr("noaber.desk.pages.accounts.seal_all", fails)
    assert sign_in(Client()).status_code == 302
    assert "could not be sealed" in caplog.text


def test_a_role_in_one_municipality_opens_nothing_in_another() -> None:
    user = account("j.devries", "contract_manager")
    other = Municipality.objects.create(code="0183", name="Tubbergen")
    user.memberships.create(municipality=other, role="controller")
    assert user.as_actor().municipalities == {"1700", "0183"}
    assert user.as_actor("claims").municipalities == {"1700"}
    assert user.as_actor("identifying").municipalities == frozenset()


@pytest.mark.parametrize("name", ["", "a b", "x" * 151, "<script>"])
def test_a_name_that_cannot_be_is_said(name) -> None:
    municipality = Municipality.objects.create(code="1700", name="Twenterand")
    with pytest.raises(ValueError, match="accountnaam"):
        accounts.ensure_user(SYSTEM, name, municipality, "controller")
    with pytest.raises(ValueError, match="rol"):
        accounts.ensure_user(SYSTEM, "j.devries", municipality, "koning")
