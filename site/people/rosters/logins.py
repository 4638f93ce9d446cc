"""Logins made from names: short, in Latin letters, since they are typed on a telephone."""

from __future__ import annotations

import unicodedata

from people.logins import normal_login

WRITTEN = (
    "а=a б=b в=v г=g ғ=gh д=d е=e ё=yo ж=zh з=z и=i ӣ=i й=y к=k қ=q л=l м=m н=n о=o п=p р=r с=s т=t у=u ӯ=u ф=f х=kh "
    "ҳ=h ч=ch ҷ=j ш=sh щ=sh ъ= ы=y ь= э=e ю=yu я=ya ц=ts"
)
LATIN = dict(pair.split("=") for pair in WRITTEN.split())
LONGEST = 30


def latin(text: str) -> str:
    """A word in plain Latin letters, as Tajik names are usually written; what has none is left out."""
    composed = unicodedata.normalize("NFC", text.lower())
    written = "".join(LATIN.get(letter, letter) for letter in composed)
    plain = unicodedata.normalize("NFKD", written)
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())


def from_name(name: str) -> str:
    """karimzoda.f for Каримзода Фирӯз Далер."""
    surname, *rest = name.split() or [""]
    first = latin(rest[0])[:1] if rest else ""
    return ".".join(part for part in (latin(surname)[:LONGEST], first) if part) or "person"


def free(wanted: str, taken: set[str]) -> str:
    """`wanted`, or `wanted2`, `wanted3`…: the first that isn't taken; it is added to `taken`."""
    login, number = normal_login(wanted), 1
    while login in taken:
        number += 1
        login = normal_login(f"{wanted}{number}")
    taken.add(login)
    return login
