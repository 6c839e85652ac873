"""Records of every section, whatever they hold, come back from the register as they went in."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from noaber.guard.actor import SYSTEM
from noaber.intake.documents.sections import SECTIONS, Kind
from noaber.register import documents
from tests.chapter import TEXT, chapter
from tests.strategies import every_section

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def unordered(records):
    """References have no order of their own."""

    def plain(one):
        return replace(
            one,
            values={k: frozenset(v) if k in REFS else v for k, v in one.values.items()},
            entries={k: tuple(map(plain, v)) for k, v in one.entries.items()},
        )

    return [plain(one) for one in records]


REFS = {f.name for s in SECTIONS.values() for f in s.fields if f.kind is Kind.REFS}


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(every_section())
def test_records_of_every_section_come_back(found):
    reading = replace(
        chapter(),
        records=tuple(replace(one) for one in found),
        lines={one.id: one.line for one in found if one.line},
    )
    content = repr(found).encode()
    document = documents.load(SYSTEM, reading, "r.toml", content, TEXT).document
    back = documents.reading(SYSTEM, document)
    assert unordered(back.records) == unordered(found)


def test_there_is_a_keeper_for_every_section_and_each_field_has_its_column():
    kept = {name: keep for keepers in documents.KEEPERS for name, keep in keepers.items()}
    assert set(kept) == set(SECTIONS)
    for name, section in SECTIONS.items():
        names = {field.name for field in kept[name].model._meta.get_fields()}
        assert {field.name for field in section.fields} <= names
        for inner in section.entries:
            columns = {field.name for field in kept[name].entries[inner.name]._meta.get_fields()}
            assert {field.name for field in inner.fields} <= columns
