"""A rebuild touches what changed: an unchanged page is the very same file."""

from dataclasses import replace
from pathlib import Path

import pytest

from noaber.publication import site
from noaber.publication.site import render_site
from tests.unit.publication.sample import sample_edition


def inodes(folder: Path) -> dict[str, int]:
    return {path.relative_to(folder).as_posix(): path.stat().st_ino for path in folder.rglob("*") if path.is_file()}  # fmt: skip


def test_the_first_time_everything_is_new_and_the_second_nothing(tmp_path: Path) -> None:
    first = render_site(sample_edition(), tmp_path / "uit")
    before = inodes(first.out)
    again = render_site(sample_edition(), tmp_path / "uit")
    assert first.changed == len(first.files)
    assert again.changed == 0
    assert inodes(again.out) == before


def test_one_effort_that_ended_touches_only_where_it_stands(tmp_path: Path) -> None:
    edition = sample_edition()
    render_site(edition, tmp_path / "uit")
    before = inodes(tmp_path / "uit")
    efforts = tuple(replace(one, next_step="Een nieuwe stap") if one.id == "effort:taal" else one for one in edition.efforts)  # fmt: skip
    report = render_site(replace(edition, efforts=efforts), tmp_path / "uit")
    touched = {name for name, node in inodes(tmp_path / "uit").items() if before.get(name) != node}
    assert touched == {"inspanning/taalmaatjes/index.html", "data/edition.json", "assets/search-index.js"}  # fmt: skip
    assert report.changed == len(touched)


def test_where_files_cannot_be_linked_they_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no links here")

    render_site(sample_edition(), tmp_path / "uit")
    times = {p: p.stat().st_mtime_ns for p in (tmp_path / "uit").rglob("*.html")}
    monkeypatch.setattr(site.os, "link", refuse)
    report = render_site(sample_edition(), tmp_path / "uit")
    assert report.changed == 0
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "uit").rglob("*.html")} == times


def test_what_is_no_longer_there_is_gone(tmp_path: Path) -> None:
    edition = sample_edition()
    render_site(edition, tmp_path / "uit")
    render_site(replace(edition, region=()), tmp_path / "uit")
    assert not (tmp_path / "uit/andere-gemeenten").exists()
