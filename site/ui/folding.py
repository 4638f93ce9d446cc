"""Tajik text made comparable: the alphabet's own order, and a search fold that forgives its six letters.

Neither database sorts Tajik rightly nor folds its letters, so both keys are computed here and stored.
The alphabet and the fold follow the domain notes, section 3.6.
"""

import unicodedata

ALPHABET = "абвгғдеёжзиӣйкқлмнопрстуӯфхҳчҷшъэюя"
# Letters of Russian words that the Tajik alphabet lacks are put where a reader would look for them.
EXTRA = {"щ": "ш", "ы": "и", "ь": "ъ", "ц": "т"}
FOLD = str.maketrans({"ғ": "г", "ӣ": "и", "қ": "к", "ӯ": "у", "ҳ": "х", "ҷ": "ч", "ё": "е", "ъ": None, "ь": None})
_INDEX = {letter: f"{place:02d}" for place, letter in enumerate(ALPHABET, start=40)}
_INDEX |= {letter: _INDEX[place] for letter, place in EXTRA.items()}


def sort_key(text: str) -> str:
    """A string that sorts bytewise as `text` sorts by the Tajik alphabet; the text itself breaks ties."""
    plain = unicodedata.normalize("NFC", text).lower().strip()
    return "".join(_INDEX.get(c) or _other(c) for c in plain) + " " + plain


def _other(character: str) -> str:
    """Spaces first, then digits, then Latin letters, then the Tajik alphabet (40 to 74), then everything else."""
    if character.isspace() or character in "-'":
        return "00"
    if character.isdigit() and character.isascii():
        return f"{int(character) + 1:02d}"
    if "a" <= character <= "z":
        return f"{ord(character) - ord('a') + 12:02d}"
    return f"90{ord(character):06x}"


def fold(text: str) -> str:
    """Text as it is compared when searching: lower case, no special letters, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).lower().translate(FOLD).split())
