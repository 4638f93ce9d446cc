"""What the columns of a list are: told from their headings, in Tajik, Russian or English, in any order."""

from __future__ import annotations

import re

from ui.folding import fold

# What a heading may begin with or be, folded; the longest that fits decides.
HEADINGS: dict[str, str] = {
    "surname": "насаб|фамилия|surname|last name|family name",
    "given": "ном|имя|given name|first name",
    "patronymic": "номи падар|отчество|patronymic|fathers name|father name|middle name",
    "name": (
        "ному насаб|насабу ном|ном ва насаб|насаб ва ном|насаб ном|насаб ном номи падар|ному насабу номи падар|"
        "насабу ному номи падар|ному насаб номи падар|фио|ф и о|фамилия имя отчество|фамилия имя|фамилия и имя|"
        "full name|name|name and surname|surname and name|surname name|person|шахс|сотрудник|корманд"
    ),
    "name_ru": (
        "ному насаб бо забони руси|насабу ном бо забони руси|ному насаб русиаш|ному насаб руси|фио на русском|"
        "фио по русски|фио рус|full name in russian|name in russian|full name ru|name ru"
    ),
    "name_en": (
        "ному насаб бо харфхои лотини|ному насаб лотини|фио латиницей|фио на латинице|фио лат|фио англ|"
        "full name in latin letters|name in latin letters|full name in latin|name in latin|full name en|name en"
    ),
    "service_number": (
        "раками хизмати|раками шахси|раками шаходатнома|шаходатнома|раками шаходатномаи хизмати|раками нишон|"
        "табельный номер|личный номер|служебный номер|номер удостоверения|удостоверение|жетон|номер жетона|"
        "service number|service no|badge|badge number|id number|personal number"
    ),
    "birth": (
        "соли таваллуд|санаи таваллуд|таваллуд|год рождения|дата рождения|рождения|г р|год р|year of birth|"
        "date of birth|birth|born|birth year|birth date"
    ),
    "rank": "рутба|рутбаи махсус|унвон|унвони махсус|звание|специальное звание|спец звание|rank|special rank",
    "unit": (
        "шуъба|вохид|чойи хизмат|чои хизмат|чойи кор|чои кор|раесат|макоми корхои дохили|макомот|подразделение|"
        "место службы|место работы|орган|отдел|управление|гувд|ровд|unit|place of service|station|department"
    ),
    "sex": "чинс|пол|sex|gender",
    "language": "забон|забони омузиш|язык|язык обучения|language",
    "email": "почтаи электрони|суроғаи электрони|почта|электронная почта|эл почта|e mail|email|mail",
    "username": "номи корбар|логин|имя пользователя|user name|username|login",
}
KNOWN = {fold(words): field for field, all_words in HEADINGS.items() for words in all_words.split("|")}
NAMES = {"name", "surname", "given"}


def plain(heading: str) -> str:
    """A heading as it is compared: folded, without punctuation."""
    return " ".join(re.sub(r"[^\w]+", " ", fold(heading)).split())


def field_of(heading: str) -> str:
    """What a column with this heading holds; "" where it says nothing that is known."""
    said = plain(heading)
    if said in KNOWN:
        return KNOWN[said]
    fits = [words for words in KNOWN if len(words) > 3 and f" {said} ".startswith(f" {words} ")]
    return KNOWN[max(fits, key=len)] if fits else ""


def fields_of(headings: list[str]) -> list[str]:
    """What each column holds; of two that say the same the first, and "ном" alone is a whole name."""
    found: list[str] = []
    for heading in headings:
        field = field_of(heading)
        found.append("" if field in found else field)
    if "given" in found and "surname" not in found and "name" not in found:
        found[found.index("given")] = "name"
    return found


def recognised(headings: list[str]) -> int:
    """How many of the headings are known; 0 where none of them is a name."""
    fields = {field for field in fields_of(headings) if field}
    return len(fields) if fields & NAMES else 0
