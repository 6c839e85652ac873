"""A small Iv3 delivery in which everything is right, for tests that break one thing. Figures are invented."""

import json
from dataclasses import replace

from noaber.intake.iv3.delivery import Contact, Delivery, Head, Post, Version
from noaber.intake.iv3.writer import write

# Youth care under the code that each generation has for it.
YOUTH = {2017: "6.72", 2023: "6.72a", 2025: "6.751"}


def youth(year: int) -> str:
    """The code of youth care in a year."""
    return YOUTH[max(start for start in YOUTH if start <= year)]


def sound(year: int = 2022, period: int = 5, version: Version = "2.1.1") -> Delivery:
    """A delivery of Twenterand of which every code is the year's and every control passes.

    Its themes are those of `tests.chapter`: Jeugd 900 and 300, Werk 500 and 100.
    """
    posts = (
        Post("lasten", youth(year), "3.4.1", 900_00),
        Post("lasten", "6.5", "3.8", 500_00),
        Post("baten", youth(year), "3.8", 300_00),
        Post("baten", "6.5", "3.8", 100_00),
        Post("baten", "0.7", "4.3.1", 1_000_00),
        Post("balans_lasten", "A23", "6.1", 100_00),
        Post("balans_baten", "A225a", "6.1", 100_00),
        Post("balans_standen", "A23", "1 januari", 50_00),
        Post("balans_standen", "A23", "ultimo", 150_00),
        Post("balans_standen", "A225a", "1 januari", 200_00),
        Post("balans_standen", "A225a", "ultimo", 100_00),
        Post("balans_standen", "P111", "1 januari", 250_00),
        Post("balans_standen", "P111", "ultimo", 250_00),
    )
    new = version in ("2.0", "2.1.1")
    head = Head(
        level="Gemeente",
        number="061700",
        name="Twenterand",
        year=year,
        period=period,
        status="Realisatie" if period else "Begroting",
        created=f"{year + 1}-05-01T12:00:00+02:00",
        details_public=False if new else None,
        package="Voorbeeldpakket" if new else None,
        software="Voorbeeld" if new else None,
    )
    return Delivery(version, head, Contact("F. Inanciën", "iv3@voorbeeld.nl", "0546 123456"), posts)


def with_posts(delivery: Delivery, *posts: Post) -> Delivery:
    """The delivery with these posts as well, in the order of the tables."""
    order = ("lasten", "baten", "balans_lasten", "balans_baten", "balans_standen")
    together = sorted((*delivery.posts, *posts), key=lambda post: order.index(post.table))
    return replace(delivery, posts=tuple(together))


def changed(delivery: Delivery, cents: int, table: str, row: str) -> Delivery:
    """The delivery with another amount on the posts of one row."""
    return replace(
        delivery,
        posts=tuple(
            replace(post, cents=cents) if (post.table, post.row) == (table, row) else post
            for post in delivery.posts
        ),
    )


def content(delivery: Delivery | None = None) -> bytes:
    """The bytes of a delivery."""
    return write(delivery or sound())


def as_json(delivery: Delivery | None = None) -> dict:
    """A delivery as JSON values, to be broken."""
    return json.loads(content(delivery))
