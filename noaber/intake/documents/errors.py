"""What can be wrong with a file that is offered, in Dutch, for the person who sent it."""

from dataclasses import dataclass


class IntakeError(Exception):
    """A file that could not be read. `sentences` say what, where and what now, one each."""

    def __init__(self, *sentences: str) -> None:
        """Keep the sentences in the order in which they stand in the file."""
        super().__init__("\n".join(sentences))
        self.sentences = sentences


class Unreadable(IntakeError):
    """The file holds no text of a programme chapter."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in a file of the own format; `line` counts from 1, 0 is the whole file."""

    line: int
    text: str

    @property
    def sentence(self) -> str:
        """The problem with its place, as a reader sees it."""
        return f"regel {self.line}: {self.text}" if self.line else self.text


class FormatError(IntakeError):
    """A file of the project's own format with mistakes: all of them at once, by line."""

    def __init__(self, name: str, problems: tuple[Problem, ...]) -> None:
        """Sort the problems by line; `name` is the file as the sender knows it."""
        self.problems = tuple(sorted(problems))
        super().__init__(*(f"{name}: {problem.sentence}" for problem in self.problems))
