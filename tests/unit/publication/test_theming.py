"""A municipality's theme: read, refused where it can't be read, and never a way in."""

from pathlib import Path

import pytest

from noaber.publication.design.theming import (
    ThemeError,
    contrast,
    house_theme,
    parse_theme,
    read_theme,
)

GOOD = '[colour]\naccent = "#0b5c55"\naccent_dark = "#7fd0c3"\n[type]\ntext = "Arial"\nheading = "Georgia"\n'


def test_the_house_theme_is_readable_in_light_and_dark() -> None:
    assert "--noaber-accent" in house_theme().css()


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
