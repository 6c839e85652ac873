"""The screens for messages and allocations: what each shows, to whom, and the line it leaves."""

import re
from datetime import date

import pytest
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse

from noaber.app.urls import urlpatterns
from noaber.desk import views
from noaber.desk.pages import asked
from noaber.guard.actor import SYSTEM
from noaber.guard.audit.models import AuditLine
from noaber.intake.messages.long_claims import spare_bsns
from noaber.register.care import services
from noaber.register.care.lookups import claims as claim_lines
from noaber.register.care.models import Allocation, Claim, MessageRecord, Request
from noaber.register.care.rules.values import Wish
from noaber.register.care.services import Asked
from noaber.register.supply.services import keep_provider
from tests.playing import CLIENT, MUNICIPALITY, OTHER_CLIENT, WEEKLY, Play, line, play
from tests.unit.desk.accounts import browser_of

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "audit"])]

MARCH = date(2026, 3, 31)
# What everyone may open; every other address stands behind the sign-in.
PUBLIC = {"publications", "theme-sheet", "design-file", "publication", "publication-file"}
ACCOUNT = {"sign-in", "sign-out", "password", "language"}


@pytest.fixture
def game() -> Play:
    """Two allocations; of the first a start and a claim of three lines, one of them too much."""
    game = play(date(2026, 3, 1))
    first, second = game.allocate(WEEKLY), game.allocate(WEEKLY, client=OTHER_CLIENT)
    game.later(2)
    game.start(first[0], date(2026, 3, 2))
    game.day = date(2026, 4, 8)
    game.claim("D1", MARCH, line("R1", first[0], MARCH, 12), line("R2", second[0], MARCH, 400))
    return game


@pytest.fixture
def manager() -> Client:
    return browser_of("contractmanager", "contract_manager")


@pytest.fixture
def worker() -> Client:
    return browser_of("consulent", "front_door_worker")


def text_of(answer) -> str:
    assert answer.status_code == 200, answer
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).replace(
        "\xa0", " "
    )


def claim_of(game: Play) -> Claim:
    return Claim.objects.get(mailbox=game.town)


def addresses(game: Play) -> list[str]:
    """One address for each screen behind the sign-in."""
    offers = keep_provider(SYSTEM, game.town.municipality, "42420001", "De Brug")
    of = {
        "provider": offers.pk,
        "price-list": "1700",
        "mailbox": game.town.pk,
        "waits": game.town.pk,
        "message": claim_of(game).message_id,
        "allocation": Allocation.objects.filter(mailbox=game.town)[0].pk,
        "person": Allocation.objects.filter(mailbox=game.town)[0].pk,
    }
    names = [one.name for one in urlpatterns if one.name not in PUBLIC | ACCOUNT]
    return [reverse(name, args=[of[name]] if name in of else []) for name in names]


def test_every_screen_asks_for_a_sign_in(game) -> None:
    found = addresses(game)
    assert len(found) == len(urlpatterns) - len(PUBLIC | ACCOUNT)
    for address in found:
        answer = Client().get(address)
        assert answer.status_code == 302, address
        assert answer["Location"].startswith("/aanmelden/?next="), address


def test_every_view_says_for_which_purpose_it_is_there() -> None:
    for one in get_resolver().url_patterns:
        if one.name not in PUBLIC | ACCOUNT:
            assert one.callback.purpose, one.name


def test_a_stranger_from_the_next_municipality_sees_nothing_of_ours(game) -> None:
    stranger = browser_of("buur", "front_door_worker", "0183", "Tubbergen")
    for address in addresses(game):
        answer = stranger.get(address)
        if address == "/toewijzingen/client/":
            assert answer.status_code == 404
        elif address in ("/berichten/", "/toewijzingen/"):
            assert "Twenterand" not in text_of(answer)
            assert "nog geen postbus" in text_of(answer)
        elif address == "/contracten/":
            assert "nog niets vastgelegd" in text_of(answer)
        elif address.endswith("/persoon/"):
            assert stranger.post(address).status_code == 404
        else:
            assert answer.status_code == 404, address
    assert stranger.get(f"/toewijzingen/?postbus={game.town.pk}").status_code == 404
    assert not AuditLine.objects.exists()


def test_a_role_without_the_purpose_finds_no_screen(game) -> None:
    controller = browser_of("controller", "controller")
    for address in addresses(game):
        assert controller.get(address).status_code == 404, address


def test_an_administrator_sees_messages_and_no_lines_about_persons(game) -> None:
    administrator = browser_of("beheerder", "administrator")
    shown = text_of(administrator.get(f"/berichten/{claim_of(game).message_id}/"))
    assert "€ 24.720,00" in shown
    assert "R1" not in shown
    assert administrator.get("/toewijzingen/").status_code == 404


def test_the_first_screen_says_what_waits_since_when_and_whether_it_is_late(game, manager) -> None:
    shown = text_of(manager.get("/berichten/"))
    assert "Startbericht bij toewijzing 2" in shown
    assert "2 maart 2026" in shown
    assert "9 maart 2026, te laat" in shown
    assert "Wacht op de ander" in shown
    assert text_of(manager.get(f"/berichten/postbus/{game.town.pk}/wacht/")).count("te laat") >= 1
    assert not AuditLine.objects.exists()


def test_messages_stand_newest_first_and_can_be_chosen(game, manager) -> None:
    address = f"/berichten/postbus/{game.town.pk}/"
    shown = text_of(manager.get(address))
    assert shown.index("JW325 Declaratie-antwoord") < shown.index("JW305 Start zorg")
    only = text_of(manager.get(f"{address}?soort=323&richting=in&stand=accepted&partij=42420001"))
    assert "JW323 Declaratie" in only
    assert "1 bericht " in only
    assert not re.search(r"JW305 Start zorg (ontvangen|verzonden)", only)
    assert "Geen bericht past" in text_of(manager.get(f"{address}?zoek=bestaat-niet"))
    upwards = text_of(manager.get(f"{address}?op=moment"))
    assert upwards.index("JW301 Toewijzing") < upwards.rindex("JW323 Declaratie")


@pytest.mark.parametrize(
    "query",
    [
        "?pagina=999",
        "?pagina=-1",
        "?pagina=x",
        "?op=wachtwoord",
        "?soort=%00",
        "?zoek=%00%ff",
        "?partij='",
    ],
)
def test_an_odd_question_gets_an_ordinary_answer(game, manager, query) -> None:
    assert manager.get(f"/berichten/postbus/{game.town.pk}/{query}").status_code == 200
    assert manager.get(f"/toewijzingen/{query}").status_code == 200
    assert manager.get(f"/berichten/{claim_of(game).message_id}/{query}").status_code == 200


@pytest.mark.parametrize("key", ["999999", "99999999999999999999999999"])
def test_a_key_that_is_not_there_gets_the_same_page(manager, key) -> None:
    for address in ("berichten", "toewijzingen", "berichten/postbus"):
        answer = manager.get(f"/{address}/{key}/")
        assert answer.status_code == 404
        assert "Deze pagina is er niet" in answer.content.decode()


def test_a_claim_shows_its_sums_and_why_lines_were_refused(game, manager) -> None:
    address = f"/berichten/{claim_of(game).message_id}/"
    shown = text_of(manager.get(address))
    assert "€ 24.720,00" in shown
    assert "€ 720,00" in shown
    assert "9321 Het ingediende volume overschrijdt het toegewezen volume." in shown
    refused = text_of(manager.get(f"{address}?oordeel=rejected&code=9321"))
    assert "R2" in refused
    assert "R1" not in refused
    other = text_of(manager.get(f"{address}?toewijzing=1"))
    assert "R1" in other
    assert "R2" not in other
    assert "Geen regel past" in text_of(manager.get(f"{address}?oordeel=open"))


def test_lines_of_a_claim_are_read_a_page_at_a_time_and_back(game, manager, monkeypatch) -> None:
    monkeypatch.setattr(claim_lines, "PAGE", 1)
    address = f"/berichten/{claim_of(game).message_id}/"
    first = manager.get(address).content.decode()
    (onward,) = re.findall(r'rel="next" href="(\?[^"#]+)', first)
    assert "R1" in first
    assert 'rel="prev"' not in first
    second = manager.get(address + onward).content.decode()
    assert "R2" in second
    assert 'rel="next"' not in second
    (back,) = re.findall(r'rel="prev" href="(\?[^"#]+)', second)
    assert "R1" in manager.get(address + back).content.decode()


def test_a_page_of_a_claim_costs_a_few_queries_whatever_its_length(
    game, manager, django_assert_max_num_queries
) -> None:
    address = f"/berichten/{claim_of(game).message_id}/"
    with django_assert_max_num_queries(32):
        manager.get(address)


def test_an_allocation_shows_decision_delivery_and_claim_each_with_its_source(
    game, manager
) -> None:
    first = Allocation.objects.get(mailbox=game.town, number=1)
    answer = manager.get(f"/toewijzingen/{first.pk}/")
    shown = text_of(answer)
    assert "Toewijzing 1" in shown
    assert "3 uur per week" in shown
    assert "12 van 78 uur" in shown
    assert "2 maart 2026 Begonnen" in shown
    assert "€ 720,00" in shown
    start = MessageRecord.objects.get(mailbox=game.town, number="305")
    claim = claim_of(game)
    for record in (start, claim.message, MessageRecord.objects.filter(number="301")[0]):
        assert f'href="/berichten/{record.pk}/"' in answer.content.decode()
    assert "regel 47" in shown


def test_each_look_at_persons_leaves_one_line(game, manager) -> None:
    first = Allocation.objects.get(mailbox=game.town, number=1)
    for address, purpose, count in (
        (f"/toewijzingen/{first.pk}/", "allocations", 1),
        ("/toewijzingen/", "allocations", 2),
        (f"/berichten/{claim_of(game).message_id}/", "claims", 2),
        (
            f"/berichten/{MessageRecord.objects.filter(mailbox=game.town, number='301')[0].pk}/",
            "messages",
            1,
        ),
    ):
        AuditLine.objects.all().delete()
        assert manager.get(address).status_code == 200
        (told,) = AuditLine.objects.all()
        assert (told.actor, told.municipality) == ("contractmanager", "1700")
        assert (told.purpose, told.count) == (purpose, count), address


def test_where_the_line_cannot_be_written_nothing_is_shown(game, manager, monkeypatch) -> None:
    def fails(*args, **kwargs):
        raise RuntimeError("the trail is full")

    monkeypatch.setattr(AuditLine.objects, "create", fails)
    first = Allocation.objects.get(mailbox=game.town, number=1)
    with pytest.raises(RuntimeError):
        manager.get(f"/toewijzingen/{first.pk}/")


def test_a_name_shows_only_to_a_role_that_may_know_and_is_accounted_for(
    game, manager, worker
) -> None:
    first = Allocation.objects.get(mailbox=game.town, number=1)
    plain = manager.get(f"/toewijzingen/{first.pk}/").content.decode()
    assert "Toon naam" not in plain
    assert manager.post(f"/toewijzingen/{first.pk}/persoon/").status_code == 404
    closed = worker.get(f"/toewijzingen/{first.pk}/").content.decode()
    assert "Toon naam" in closed
    assert "Wit" not in closed
    AuditLine.objects.all().delete()
    opened = text_of(worker.post(f"/toewijzingen/{first.pk}/persoon/"))
    assert "T. de Wit" in opened
    assert "Dorpsstraat 9, 7671AA Vriezenveen" in opened
    assert [one.purpose for one in AuditLine.objects.all()] == ["identifying", "allocations"]
    assert worker.get(f"/toewijzingen/{first.pk}/persoon/")["Location"].endswith(f"/{first.pk}/")


def test_no_bsn_stands_on_any_screen_or_in_the_trail(game, worker) -> None:
    record = MessageRecord.objects.filter(mailbox=game.town, direction="in")[0]
    record.file_name, record.identification = f"cliënt {CLIENT.bsn}.xml", OTHER_CLIENT.bsn
    record.save()
    for address in [
        *addresses(game),
        f"/berichten/{record.pk}/",
        f"/berichten/postbus/{game.town.pk}/",
    ]:
        answer = worker.post(address) if address.endswith("/persoon/") else worker.get(address)
        for bsn in (CLIENT.bsn, OTHER_CLIENT.bsn):
            assert bsn not in answer.content.decode(), address
            assert bsn not in address
    for told in AuditLine.objects.all():
        assert not {CLIENT.bsn, OTHER_CLIENT.bsn} & set(re.findall(r"\d{9}", told.selection))


def test_a_bsn_in_the_search_box_is_not_answered_and_leaves_the_address(game, worker) -> None:
    address = f"/berichten/postbus/{game.town.pk}/"
    refused = worker.get(f"{address}?zoek={CLIENT.bsn}&soort=301")
    assert refused["Location"] == f"{address}?bsn=1"
    assert "Zoek hier niet op een BSN" in text_of(worker.get(refused["Location"]))
    asked_first = Client().get(f"{address}?zoek={CLIENT.bsn}")
    assert CLIENT.bsn not in asked_first["Location"]
    assert worker.get(f"{address}?zoek=999900007").status_code == 200


def test_a_worker_finds_the_allocations_of_one_client_by_a_form(game, worker, manager) -> None:
    assert manager.get("/toewijzingen/client/").status_code == 404
    AuditLine.objects.all().delete()
    answer = worker.post(
        "/toewijzingen/client/", {"bsn": f" {CLIENT.bsn} ", "postbus": game.town.pk}
    )
    shown = answer.content.decode()
    keys = set(re.findall(r'href="/toewijzingen/(\d+)/"', shown))
    assert keys == {str(Allocation.objects.get(mailbox=game.town, number=1).pk)}
    assert CLIENT.bsn not in shown
    (told,) = AuditLine.objects.all()
    assert (told.purpose, told.count) == ("identifying", 1)
    assert CLIENT.bsn not in told.selection
    nobody = worker.post("/toewijzingen/client/", {"bsn": spare_bsns()[-1]})
    assert "niets toegewezen" in text_of(nobody)


@pytest.mark.parametrize("text", ["", "123", "999900007", "12345678\u0660", "abc"])
def test_what_is_no_bsn_is_said_and_not_repeated(game, worker, text) -> None:
    answer = worker.post("/toewijzingen/client/", {"bsn": text})
    assert answer.status_code == 400
    assert "Dit is geen BSN" in answer.content.decode()
    assert not text or f'value="{text}"' not in answer.content.decode()
    assert not AuditLine.objects.exists()


def test_a_client_is_looked_for_in_ones_own_municipality_alone(game) -> None:
    stranger = browser_of("buur", "front_door_worker", "0183", "Tubbergen")
    answer = stranger.post("/toewijzingen/client/", {"bsn": CLIENT.bsn, "postbus": game.town.pk})
    assert answer.status_code == 404


def test_what_is_wrong_with_a_message_stands_there_in_words_with_its_place(game, manager) -> None:
    broken = game.deliver(b"<bericht>", game.town, "kapot.xml")
    shown = text_of(manager.get(f"/berichten/{broken.record.pk}/"))
    assert "Wat er niet klopt" in shown
    assert broken.findings[0]["text"] in shown
    assert "kapot.xml" in shown


def test_a_word_from_outside_is_shown_and_never_obeyed(game, manager) -> None:
    broken = game.deliver(b"<x>", game.town, "<script>alert(1)</script>.xml")
    page = manager.get(f"/berichten/{broken.record.pk}/").content.decode()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_request_shows_what_became_of_it_and_the_answer_what_was_asked(manager) -> None:
    game = play(date(2026, 3, 1))
    wish = Wish(WEEKLY.start, WEEKLY.end, "45", "45A04", 3, "04", "2")
    _, content = services.request(
        SYSTEM, game.care, "youth", MUNICIPALITY, CLIENT, [Asked("V1", wish)], game.now
    )
    asked_for = game.answered(content, game.town).record
    page = text_of(manager.get(f"/berichten/{asked_for.pk}/"))
    assert "Wat ervan werd nog niets" in page
    request = Request.objects.get(message=asked_for)
    game.later(1)
    studied, _ = services.investigate(SYSTEM, game.town, request, "V1", game.now)
    game.later(1)
    granted, _ = services.grant(SYSTEM, game.town, request, game.now, CLIENT)
    page = text_of(manager.get(f"/berichten/{asked_for.pk}/"))
    assert page.index("in onderzoek ( 319") < page.index("toewijzing 1 ( 301")
    for answer in (studied, granted):
        back = manager.get(f"/berichten/{answer.pk}/").content.decode()
        assert (
            f'Gevraagd in</dt><dd><a class="utrecht-link utrecht-link--html-a" href="/berichten/{asked_for.pk}/"'
            in back
        )


def test_the_screens_speak_english_to_who_asks_for_it(game, manager) -> None:
    assert "Wacht op ons" in text_of(manager.get("/berichten/"))
    chosen = manager.post("/taal/", {"language": "en", "next": "/toewijzingen/?nummer=1"})
    assert chosen["Location"] == "/toewijzingen/?nummer=1"
    assert manager.cookies["noaber_language"]["httponly"]
    page = manager.get("/berichten/")
    assert '<html lang="en"' in page.content.decode()
    shown = text_of(page)
    assert "Waits for the other party" in shown
    assert "Start message for allocation 2" in shown
    assert "9 March 2026, late" in shown
    first = Allocation.objects.get(mailbox=game.town, number=1)
    english = text_of(manager.get(f"/toewijzingen/{first.pk}/"))
    assert "3 hours a week" in english
    assert "12 of 78 hours" in english
    claim = manager.get(f"/berichten/{claim_of(game).message_id}/").content.decode()
    assert '<span lang="nl">Het ingediende volume overschrijdt' in claim
    broken = game.deliver(b"<bericht>", game.town, "kapot.xml")
    assert broken.findings[0]["english"] in text_of(manager.get(f"/berichten/{broken.record.pk}/"))
    manager.post("/taal/", {"language": "xx"})
    assert manager.cookies["noaber_language"].value == "en"
    manager.post("/taal/", {"language": "nl"})
    assert "Wacht op ons" in text_of(manager.get("/berichten/"))
    assert manager.get("/taal/").status_code == 405


def test_the_page_for_what_nobody_foresaw_says_so() -> None:
    answer = views.broken(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "Dit hadden wij niet voorzien" in answer.content.decode()


def test_allocations_can_be_found_and_sorted(game, manager) -> None:
    assert "1 toewijzing " in text_of(manager.get("/toewijzingen/?nummer=2"))
    assert "Geen toewijzing past" in text_of(manager.get("/toewijzingen/?nummer=77"))
    up = manager.get("/toewijzingen/?op=number").content.decode()
    assert 'aria-sort="ascending"' in up
    keys = re.findall(r'href="/toewijzingen/(\d+)/"', up)
    numbers = [Allocation.objects.get(pk=key).number for key in keys]
    assert numbers == sorted(numbers)
    assert len(numbers) == 2


def test_an_empty_mailbox_says_what_to_do() -> None:
    game = play(date(2026, 3, 1))
    manager = browser_of("contractmanager", "contract_manager")
    assert "nog geen bericht" in text_of(manager.get(f"/berichten/postbus/{game.town.pk}/"))
    assert "nog niets toegewezen" in text_of(manager.get("/toewijzingen/"))
    assert "Er wacht niets op ons." in text_of(manager.get("/berichten/"))


def test_a_long_list_is_cut_into_pages(game, manager, monkeypatch) -> None:
    monkeypatch.setattr(asked, "PAGE", 2)
    address = f"/berichten/postbus/{game.town.pk}/"
    shown = text_of(manager.get(address))
    assert "bladzijde 1 van 4" in shown
    assert "bladzijde 4 van 4" in text_of(manager.get(f"{address}?pagina=99"))
