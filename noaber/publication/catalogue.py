"""What the open data is, for machines: DCAT of the edition, CSVW of its tables.

DCAT 2 with the properties that DCAT-AP-NL asks of a dataset and its distributions; CSVW as in the W3C
recommendation 'Metadata Vocabulary for Tabular Data'. Addresses are relative, so that a site may stand
anywhere; a harvester resolves them against where it found the file.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from noaber.publication.data import DataFile, files
from noaber.publication.edition import Edition

LICENCE = "http://creativecommons.org/publicdomain/zero/1.0/deed.nl"
DUTCH = "http://publications.europa.eu/resource/authority/language/NLD"
PUBLIC = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"
THEME = "http://publications.europa.eu/resource/authority/data-theme/GOVE"
FORMATS = {
    "json": ("application/json", "JSON"),
    "csv": ("text/csv", "CSV"),
    "pdf": ("application/pdf", "PDF"),
}
_FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type/"
_MEDIA_TYPE = "https://www.iana.org/assignments/media-types/"


def catalogue_files(edition: Edition, pdf: str = "") -> Iterator[tuple[str, str]]:
    """The metadata of an edition's data as (path, text); `pdf` is the paper form where it is there."""
    yield "data/dcat.jsonld", _text(dcat(edition, pdf))
    yield "data/csv-metadata.json", _text(csvw(edition))


def dcat(edition: Edition, pdf: str = "") -> Mapping[str, Any]:
    """The edition as a DCAT dataset, in JSON-LD; it lies in the folder `data`."""
    title = f"{edition.title} ({edition.municipality})"
    paths = [(one.path, one.title) for one in files(edition)]
    if pdf:
        paths.append((pdf, "de hele uitgave als toegankelijke PDF"))
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": "../index.html",
        "@type": "dcat:Dataset",
        "dct:identifier": edition.id,
        "dct:title": _nl(title),
        "dct:description": _nl(
            f"Doelen, indicatoren, inspanningen en geld van {edition.programme}: elk cijfer met waar het "
            "vandaan komt en hoe zeker het is."
        ),
        "dct:publisher": {"@type": "foaf:Organization", "foaf:name": _nl(edition.municipality)},
        "dcat:contactPoint": {"@id": "../index.html"},
        "dct:license": {"@id": LICENCE},
        "dct:accessRights": {"@id": PUBLIC},
        "dct:language": {"@id": DUTCH},
        "dct:issued": {"@type": "xsd:date", "@value": edition.published_on},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@type": "xsd:date", "@value": f"{edition.year}-01-01"},
            "dcat:endDate": {"@type": "xsd:date", "@value": f"{edition.year}-12-31"},
        },
        "dcat:theme": {"@id": THEME},
        "dcat:keyword": [_nl(word) for word in ("sociaal domein", edition.kind_label)],
        "dcat:distribution": [_distribution(path, told, edition) for path, told in paths],
    }


def _distribution(path: str, title: str, edition: Edition) -> Mapping[str, Any]:
    media, kind = FORMATS[path.rsplit(".", 1)[1]]
    address = path.removeprefix("data/") if path.startswith("data/") else f"../{path}"
    return {
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:title": _nl(title),
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": _MEDIA_TYPE + media},
        "dct:format": {"@id": _FILE_TYPE + kind},
        "dct:license": {"@id": LICENCE},
        "dct:issued": {"@type": "xsd:date", "@value": edition.published_on},
    }


def csvw(edition: Edition) -> Mapping[str, Any]:
    """The tables of an edition with their columns, types and meaning, as a CSVW table group."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "nl"}],
        "dc:title": edition.title,
        "tables": [_table(one) for one in files(edition) if one.columns],
    }


def _table(file: DataFile) -> Mapping[str, Any]:
    return {
        "url": file.path.removeprefix("data/"),
        "dc:title": file.title,
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ","},
        "tableSchema": {
            "columns": [
                {
                    "name": column.name,
                    "titles": column.name,
                    "dc:description": column.meaning,
                    "datatype": column.type,
                    "null": "",
                }
                for column in file.columns
            ]
        },
    }


def _nl(text: str) -> Mapping[str, str]:
    return {"@language": "nl", "@value": text}


def _text(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
