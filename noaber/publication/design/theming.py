"""A municipality's theme as data: a small TOML file that becomes a few CSS custom properties."""

import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

# The pages of the house's own theme layer (design/theme/10-tokens.css), light and dark.
PAPER, PAPER_DARK = "#fffdf8", "#171b1c"
READABLE = 4.5  # the least contrast of text in WCAG 2.1 AA

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_FAMILY = re.compile(r"[A-Za-z0-9][A-Za-z0-9 -]{0,60}")
_LOGO = re.compile(r"[A-Za-z0-9_-]{1,80}\.(svg|png)")


class ThemeError(ValueError):
    """The theme can't be used; the message says which line and why, in Dutch."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as #rrggbb, names of typefaces, and the logo's file where there is one."""

    name: str
    accent: str
    accent_dark: str
    text: str
    heading: str
    logo: Path | None = None

    def css(self) -> str:
        """The style sheet of this theme, to be loaded after the house's own."""
        return (
            f"/* {self.name.replace('*/', '')} */\n"
            f':root {{ --noaber-accent: {self.accent}; --noaber-face-text: "{self.text}"; '
            f'--noaber-face-heading: "{self.heading}"; }}\n'
            "@media screen and (prefers-color-scheme: dark) "
            f"{{ :root {{ --noaber-accent: {self.accent_dark}; }} }}\n"
        )


HOUSE = "noaber"


def ready_themes() -> tuple[str, ...]:
    """The names of the themes that come with Noaber."""
    folder = resources.files(__package__).joinpath("themes")
    names = (one.name for one in folder.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def house_theme(name: str = HOUSE) -> Theme:
    """A theme that comes with Noaber, by its name. Raises ThemeError."""
    if name not in ready_themes():
        raise ThemeError(f"er is geen thema '{name}'; wel: {', '.join(ready_themes())}")
    text = resources.files(__package__).joinpath("themes", f"{name}.toml").read_text("utf-8")
    return parse_theme(text, Path())


def chosen_theme(name: str) -> Theme:
    """The theme that a user asks for: a name of one that comes along, or a file. Raises ThemeError."""
    if not name or name in ready_themes():
        return house_theme(name or HOUSE)
    path = Path(name)
    if not path.is_file():
        raise ThemeError(
            f"'{name}' is geen thema dat meekomt ({', '.join(ready_themes())}) en geen bestand"
        )
    return read_theme(path)


def read_theme(path: Path) -> Theme:
    """The theme in a file. Raises ThemeError."""
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise ThemeError(f"{path} is geen tekst in UTF-8") from error
    return parse_theme(text, path.parent)


def parse_theme(text: str, folder: Path) -> Theme:
    """The theme in a text; the logo is looked for in `folder`. Raises ThemeError."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ThemeError(f"het thema is geen geldige TOML: {error}") from error
    theme = Theme(
        name=str(data.get("name", "")),
        accent=_value(data, "colour", "accent", _COLOUR),
        accent_dark=_value(data, "colour", "accent_dark", _COLOUR),
        text=_value(data, "type", "text", _FAMILY),
        heading=_value(data, "type", "heading", _FAMILY),
        logo=_logo(data, folder),
    )
    for key, colour, paper in (
        ("accent", theme.accent, PAPER),
        ("accent_dark", theme.accent_dark, PAPER_DARK),
    ):
        if contrast(colour, paper) < READABLE:
            raise ThemeError(
                f"colour.{key} = {colour} is te licht of te donker om te lezen op {paper}: "
                f"het contrast is {contrast(colour, paper):.1f}, nodig is {READABLE}"
            )
    return theme


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG 2.1, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _table(data: dict[str, object], name: str) -> dict[str, object]:
    table = data.get(name, {})
    return table if isinstance(table, dict) else {}


def _value(data: dict[str, object], table: str, key: str, form: re.Pattern[str]) -> str:
    value = _table(data, table).get(key)
    if not isinstance(value, str) or not form.fullmatch(value):
        raise ThemeError(f"{table}.{key} ontbreekt of heeft niet de juiste vorm: {value!r}")
    return value


def _logo(data: dict[str, object], folder: Path) -> Path | None:
    name = _table(data, "logo").get("file") or ""
    if not name:
        return None
    if not isinstance(name, str) or not _LOGO.fullmatch(name) or not (folder / name).is_file():
        raise ThemeError(f"logo.file = {name!r}: verwacht een svg of png naast het themabestand")
    return folder / name
