"""Stems of Tajik words, by rules. There is no Tajik stemmer to take: PostgreSQL, Snowball and Hunspell have none.

Words come folded (see `ui.stems.folded`): «зӯроварӣ» is зуровари. Endings are taken off one at a time, the longest
that fits first, until none fits. What is left has at least three letters. In words, with examples:

1. Nothing is taken from a whole word that only looks as if it had an ending: ҷавон, қадам, духтар (`whole` in
   data/tajik.toml), nor from what such a word is left as: ҷавонон → ҷавон, and no further.
2. Plurals: -ҳо (мактабҳо), -он (занон), -ён after a vowel (захмиён), -гон after а (ҷабрдидагон), -вон after у
   (бонувон).
3. -и of the izofat and -ӣ of adjectives alike (ҳуқуқи, ҳуқуқӣ), twice if need be (зӯроварии); -гӣ after а or ӣ
   (хастагӣ, розигӣ), -вӣ after а (оилавӣ).
4. -ро of the object (тарҷумонро); -е of one among many (шахсе).
5. Possessives: -ам, -аш, -амон, -атон, -ашон, after a vowel -ям, -яш, -ямон … (ҳамкораш, барояшон). Not -ат: the many
   nouns that end so (давлат, хизмат) outnumber whoever is called «ту» in a handbook of the police.
6. -у and -ю that join words (занону мардон, таълиму тарбия).
7. Degrees: -тарин, and -тар if four letters are left (калонтар).
8. Verbs: -ан of the infinitive after д or т (кардан), -а of the participle after д or т if four letters are left
   (дастгиршуда), and the personal endings of what begins with ме- or наме- (мезананд, мезанам). The prefix stays: else
   мезанад (hits) would be зан (woman).
9. The light verbs that a noun has grown together with: шуд, кард, кун, if four letters are left (дастгиршуда and
   дастгиркунӣ are both дастгир).
"""

from dataclasses import dataclass

LEAST = 3
VOWELS = "аеиоуэюя"


@dataclass(frozen=True)
class Ending:
    """What may be taken off: only after one of the letters `after` (any, if empty), and if `least` letters stay."""

    text: str
    after: str = ""
    least: int = LEAST
    keep: str = ""  # what stays of the ending itself

    def off(self, word: str) -> str:
        """The word without this ending; the word itself where it may not be taken off."""
        left = word.removesuffix(self.text)
        if left == word or len(left) < self.least or (self.after and left[-1] not in self.after):
            return word
        return left + self.keep


ENDINGS = sorted(
    [
        Ending("хо"),
        Ending("он"),
        Ending("ен", VOWELS),
        Ending("гон", "ая"),
        Ending("вон", "у"),
        Ending("и"),
        Ending("ги", "аяи"),
        Ending("ви", "ао"),
        Ending("ро"),
        Ending("е"),
        *[Ending(vowel + ending, after) for vowel, after in (("а", ""), ("я", VOWELS)) for ending in ("м", "ш")],
        *[Ending(vowel + ending) for vowel in "ая" for ending in ("мон", "тон", "шон")],
        Ending("у"),
        Ending("ю", VOWELS),
        Ending("тарин", keep="тар"),
        Ending("тар", least=4),
        Ending("ан", "дт"),
        Ending("а", "дт", least=4),
        *[Ending(verb, least=4) for verb in ("шуд", "кард", "кун")],
    ],
    key=lambda ending: -len(ending.text),
)
PERSONS = [Ending(text, least=4) for text in ("анд", "янд", "ад", "яд", "ем", "ед", "ам", "ям")]


def stem(word: str, whole: frozenset[str] | set[str]) -> str:
    """The stem of a folded word; `whole` are the (folded) words that nothing is taken from."""
    endings = [*PERSONS, *ENDINGS] if word.startswith(("ме", "наме")) and len(word) > 5 else ENDINGS
    while word not in whole:
        shorter = next((left for ending in endings if (left := ending.off(word)) != word), word)
        if shorter == word:
            break
        word = shorter
    return word
