"""Takes in a folder of messages as a process of its own, which tests kill at any moment or run twice.

`python -m tests.importing prepare|import|count FOLDER`: prepare makes the tables, import prints what is
kept as JSON and then the name of each file when it is in, count prints what is kept.
"""

import json
import os
import sys
from datetime import datetime
from pathlib import Path

import django

RECEIVED = "2026-05-07T10:00:00+02:00"
MUNICIPALITY = "0384"


def prepare() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    mailbox()


def mailbox():
    from noaber.guard.actor import SYSTEM
    from noaber.guard.models import Municipality
    from noaber.register.care.services import ensure_mailbox

    town, _ = Municipality.objects.get_or_create(code=MUNICIPALITY, defaults={"name": "Diemen"})
    return ensure_mailbox(SYSTEM, town, MUNICIPALITY)


def take_in(folder: Path) -> None:
    from noaber.guard.actor import SYSTEM
    from noaber.register.care.services import receive

    box = mailbox()
    count()
    for file in sorted(folder.glob("*.xml")):
        now = datetime.fromisoformat(RECEIVED)
        receipt = receive(SYSTEM, box, file.read_bytes(), file.name, now)
        print(file.name, receipt.outcome, flush=True)


def count() -> None:
    from django.db.models import Count

    from noaber.register.care.models import Claim, ClaimLine, MessageRecord, Person

    lines = Claim.objects.annotate(n=Count("lines")).values_list("message__file_name", "n")
    found = {
        "messages": MessageRecord.objects.count(),
        "lines": sorted(lines),
        "all_lines": ClaimLine.objects.count(),
        "persons": Person.objects.count(),
        "pseudonyms": Person.objects.values("pseudonym").distinct().count(),
    }
    print(json.dumps(found), flush=True)


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "noaber.app.settings"
    django.setup()
    what, folder = sys.argv[1], Path(sys.argv[2])
    if what == "prepare":
        prepare()
    elif what == "import":
        take_in(folder)
    else:
        count()


if __name__ == "__main__":
    main()
