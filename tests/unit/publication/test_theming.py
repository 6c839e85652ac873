"""A municipality's theme: read, refused where it can't be read, and never a way in."""

from pathlib import Path

import pytest

from noaber.publication.design.theming import (
    ThemeError,
    chosen_theme,
    contrast,
    house_theme,
    parse_theme,
    read_theme,
    ready_themes,
)

GOOD = '[colour]\naccent = "#0b5c55"\naccent_dark = "#7fd0c3"\n[type]\ntext = "Arial"\nheading = "Georgia"\n'


def test_the_house_theme_is_readable_in_light_and_dark() -> None:
    assert "--noaber-accent" in house_theme().css()


def test_two_themes_come_along_and_each_is_readable() -> None:
    assert set(ready_themes()) >= {"noaber", "veen"}
    assert len({house_theme(name).css() for name in ready_themes()}) == len(ready_themes())


def test_a_theme_is_chosen_by_name_or_by_file(tmp_path: Path) -> None:
    (tmp_path / "eigen.toml").write_text('name = "Eigen"\n' + GOOD)
    assert chosen_theme("").name == house_theme().name
    assert chosen_theme("veen").name == "Veen"
    assert chosen_theme(str(tmp_path / "eigen.toml")).name == "Eigen"
    for unknown in ("../veen", "geen-thema", str(tmp_path)):
        with pytest.raises(ThemeError, match="geen thema"):
            chosen_theme(unknown)
    (tmp_path / "latin.toml").write_bytes(b'name = "\xe9"')
    with pytest.raises(ThemeError, match="UTF-8"):
        chosen_theme(str(tmp_path / "latin.toml"))
    with pytest.raises(ThemeError, match="wel: "):
        house_theme("geen-thema")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ((GOOD, "["), "geldige TOML"),
        (("#0b5c55", "#ffee00"), "contrast"),
        (("#7fd0c3", "#111111"), "contrast"),
        (("#0b5c55", "red; } body { display: none"), "colour.accent"),
        (("Arial", 'Arial\\"; } *'), "type.text"),
        (("[type]", "[soort]"), "type.text"),
    ],
)
def test_a_theme_that_can_not_be_used_says_why(change: tuple[str, str], why: str) -> None:
    with pytest.raises(ThemeError, match=why):
        parse_theme(GOOD.replace(*change), Path())


def test_a_logo_stands_beside_the_theme(tmp_path: Path) -> None:
    (tmp_path / "wapen.svg").write_text("<svg/>")
    (tmp_path / "thema.toml").write_text(GOOD + '[logo]\nfile = "wapen.svg"\n')
    assert read_theme(tmp_path / "thema.toml").logo == tmp_path / "wapen.svg"
    with pytest.raises(ThemeError, match="logo"):
        parse_theme(GOOD + '[logo]\nfile = "../wapen.svg"\n', tmp_path)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1
