"""What must not go out is stopped, with the list; what was printed before passes with its questions."""

from dataclasses import replace
from pathlib import Path

import pytest

from noaber.publication.edition import CheckLine
from noaber.publication.gates import BLOCKING, refusals
from noaber.publication.site import PublicationError, render_site
from tests.unit.publication.sample import sample_edition


def written_here(*checks, is_new=True):
    return replace(sample_edition(), checks=checks, is_new=is_new)


def asked(rule, **more):
    return replace(CheckLine(rule, "off", f"Iets met {rule}", "", "", ""), **more)


@pytest.mark.parametrize("rule", sorted(BLOCKING))
def test_what_is_new_and_not_ready_is_refused_with_the_list(rule, tmp_path: Path):
    edition = written_here(asked(rule), asked("orphan"))
    with pytest.raises(PublicationError, match=f"Iets met {rule}") as error:
        render_site(edition, tmp_path / "uit")
    assert "noaber accept" in str(error.value)
    assert "orphan" not in str(error.value)  # a question is no reason to stop
    assert not (tmp_path / "uit").exists()


def test_what_somebody_accepted_goes_out():
    assert refusals(written_here(asked("total", accepted_by="controller"))) == ()


def test_what_was_printed_before_goes_out_with_its_questions():
    assert refusals(written_here(asked("total"), asked("small_count"), is_new=False)) == ()


def test_what_is_well_goes_out():
    fine = replace(asked("total"), status="ok")
    assert refusals(written_here(fine)) == ()


def test_a_page_that_was_rejected_keeps_the_old_site(tmp_path: Path):
    edition = sample_edition()
    render_site(edition, tmp_path / "uit")
    before = (tmp_path / "uit" / "index.html").read_bytes()
    other = replace(edition, programme="Iets anders")
    with pytest.raises(PublicationError, match="te weinig contrast"):
        render_site(other, tmp_path / "uit", inspect=lambda _: ["index.html: te weinig contrast"])
    assert (tmp_path / "uit" / "index.html").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["uit"]


def test_the_pages_are_looked_at_where_they_were_made(tmp_path: Path):
    seen = []

    def inspect(folder: Path) -> list[str]:
        seen.append((folder / "index.html").is_file())
        return []

    render_site(sample_edition(), tmp_path / "uit", inspect=inspect)
    assert seen == [True]
