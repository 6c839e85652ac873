"""The one Jinja2 environment of the house, for published pages and for the desk's screens.

Everything that a text may hold is escaped, a name that is not there is an error, and the source
strings are Dutch; English comes from noaber/publication/locale/en, read when it is first needed.
"""

from collections.abc import Sequence
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib import resources
from io import BytesIO
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from jinja2 import BaseLoader, ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from noaber.publication.design import formats, words
from noaber.publication.design.figures import grade_mark
from noaber.publication.design.formats import SOURCE_LANGUAGE
from noaber.vocabulary.names import slug

LANGUAGES = (SOURCE_LANGUAGE, "en")


@cache
def translations(language: str) -> NullTranslations:
    """The translations into a language; none are needed for Dutch. Raises ValueError otherwise."""
    if language == SOURCE_LANGUAGE:
        return NullTranslations()
    if language not in LANGUAGES:
        raise ValueError(f"de taal '{language}' is er niet; kies uit {', '.join(LANGUAGES)}")
    return catalogue("noaber.publication", language)


def catalogue(room: str, language: str) -> GNUTranslations:
    """The translations that a room keeps of its own texts."""
    path = resources.files(room) / "locale" / language / "LC_MESSAGES" / "noaber.po"
    with path.open("rb") as file:
        texts = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, texts)
    compiled.seek(0)
    return GNUTranslations(compiled)


def content_marks(language: str) -> Markup:
    """What an element carries whose text is the edition's own: Dutch, in the direction of its script."""
    marks = ' lang="nl" dir="auto"' if language != SOURCE_LANGUAGE else ' dir="auto"'
    return Markup(marks)  # noqa: S704 - written here


def house_environment(
    language: str = SOURCE_LANGUAGE, loaders: Sequence[BaseLoader] = (), **options: Any
) -> Environment:
    """A new environment in that language; `loaders` come before the house's own templates."""
    own = PackageLoader("noaber.publication.design", "templates")
    settings: dict[str, Any] = {
        "autoescape": True,
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "keep_trailing_newline": True,
        "auto_reload": False,
        "cache_size": -1,
        **options,
    }
    made = Environment(loader=ChoiceLoader([*loaders, own]), **settings)  # noqa: S701 - autoescape on
    made.add_extension("jinja2.ext.i18n")
    chosen = translations(language)
    made.install_gettext_translations(chosen, newstyle=True)  # type: ignore[attr-defined]
    made.filters.update(
        number=formats.number,
        euros=formats.euros,
        figure_text=formats.figure_text,
        period=lambda text: formats.period_text(text, language),
        day=lambda text: formats.day_text(text, language),
        shortened=formats.shortened,
        sentence_case=formats.sentence_case,
        slug=slug,
    )
    made.tests["gap"] = formats.is_gap
    made.globals.update(
        language=language,
        content=content_marks(language),
        GRADES=words.GRADES,
        UNITS=words.UNITS,
        standing_word=words.standing_word,
        movement_word=words.movement_word,
        movement_sentence=words.movement_sentence,
        MOVEMENT_SIGNS=words.MOVEMENT_SIGNS,
        STATUSES=words.STATUSES,
        CAUSES=words.CAUSES,
        RULES=words.RULES,
        ARITHMETIC=words.ARITHMETIC,
        REGISTERS=words.REGISTERS,
        KINDS=words.KINDS,
        INDICATOR_KINDS=words.INDICATOR_KINDS,
        grade_mark=grade_mark,
    )
    return made


@cache
def site_environment(language: str) -> Environment:
    """The environment for published pages, kept for as long as the process runs."""
    return house_environment(language)
