"""The standard's words stand in the field map of care and in no other module of it."""

import ast
from pathlib import Path

from noaber.intake.messages.description import release


def words() -> set[str]:
    """Every element and class of every message, but what any program says."""
    found: set[str] = set()
    for message in release("v3_2").messages.values():
        found |= set(message.classes)
        found |= {element.name for elements in message.classes.values() for element in elements}
    found |= {e.name for group in release("v3_2").groups.values() for e in group}
    return found - {"Root", "Client", "Header"}


def texts(file: Path) -> set[str]:
    tree = ast.parse(file.read_text("utf-8"))
    return {
        part
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for part in (node.value, node.value.split(".")[0])
    }


def test_no_module_but_the_field_map_speaks_the_words_of_the_standard(root: Path) -> None:
    care = root / "noaber/register/care"
    spoken = {
        str(file.relative_to(care)): texts(file) & words()
        for file in care.rglob("*.py")
        if "migrations" not in file.parts
    }
    assert {name for name, found in spoken.items() if found and not name.startswith("fields")} == (
        set()
    )
    assert len({word for found in spoken.values() for word in found}) > 40
