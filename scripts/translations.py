"""Bring the English catalogues up to date with the Dutch texts; --check says what is missing.

A room with texts has a folder `locale` with a babel.cfg that says where they stand, and a catalogue
per language. What is no longer used goes; what is new comes in empty, to be translated.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent


def catalogues() -> Iterator[Path]:
    """The catalogue of every room and language."""
    return (
        path
        for config in sorted(ROOT.glob("noaber/*/locale/babel.cfg"))
        for path in sorted(config.parent.glob("*/LC_MESSAGES/*.po"))
    )


def marked(room: Path) -> Catalog:
    """The texts that a room marks for translation."""
    with (room / "locale/babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    template = Catalog()
    for found in extract_from_dir(room, methods, options):
        _path, _line, text, _comments, context = found
        template.add(text, context=context)
    return template


def key(message: Message) -> tuple[object, str | None]:
    """What tells one text from another: its words and their context."""
    return message.id, message.context


def is_translated(message: Message) -> bool:
    """Whether every form of a text has its translation, and nobody has doubts about it."""
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(forms) and not message.fuzzy


def problems(catalogue: Catalog, template: Catalog) -> list[str]:
    """What differs between a catalogue and the texts of its room."""
    has = {key(message): message for message in catalogue if message.id}
    wants = {key(message) for message in template if message.id}
    lines = [f"not in the catalogue: {words}" for words, _ in wants - has.keys()]
    lines += [f"no longer used: {words}" for words, _ in has.keys() - wants]
    lines += [
        f"not translated: {words}"
        for (words, _), message in has.items()
        if not is_translated(message)
    ]
    return sorted(lines)


def update(path: Path, catalogue: Catalog, template: Catalog) -> None:
    """Add what is new, leave out what is no longer used, keep what was translated."""
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    with path.open("wb") as file:
        write_po(file, catalogue, width=100, no_location=True, sort_output=True)


def main() -> int:
    """Check or update each catalogue."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when stale")
    only_check = parser.parse_args().check
    wrong = False
    for path in catalogues():
        template = marked(path.parents[3])
        with path.open("rb") as file:
            catalogue = read_po(file, locale=path.parents[1].name)
        found = problems(catalogue, template)
        wrong = wrong or bool(found)
        if found and not only_check:
            update(path, catalogue, template)
        for line in found:
            print(f"{path.relative_to(ROOT)}: {line}")
    return 1 if wrong and only_check else 0


if __name__ == "__main__":
    sys.exit(main())
