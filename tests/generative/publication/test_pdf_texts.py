"""Whatever stands in the texts of an edition, the PDF is made and the texts stay data."""

import tempfile
from pathlib import Path

import pikepdf
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noaber.publication.pdf import render_pdf
from tests.unit.publication.sample import sample_edition
from tests.unit.publication.test_site import named

SIGNS = st.text(alphabet="#$*_<>@\\`~\"/[]{}()=-+:;'&%!?^| \n\t\u202e\u200bשل漢😀aé1", max_size=60)
CODE = st.sampled_from(
    ["#panic()", '#read("/etc/passwd")', "$ x", "<b1>", "@b1", "]]", '"+panic()+"']
)
EDITION = sample_edition()


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(SIGNS, CODE, st.text(max_size=40)))
def test_any_text_is_set_and_read_as_text(name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        report = render_pdf(named(EDITION, name), Path(folder) / "x.pdf")
        with pikepdf.open(report.path) as pdf:
            assert not pdf.check_pdf_syntax()
            assert "/StructTreeRoot" in pdf.Root
