"""The how-to on a new definition runs, and prints what it shows."""

from tests.journeys.test_tutorial import prints_what_it_shows


def test_the_commands_on_a_new_definition_print_what_the_page_shows(tmp_path):
    prints_what_it_shows("docs/howto/new-definition.md", tmp_path, 7)
