"""Lists of people as an academy has them: the same three hundred in files that are broken in six ways."""

import csv
import io
from dataclasses import dataclass

import xlsxwriter

SURNAMES = [
    "Раҳимзода", "Қодирзода", "Ҷамшедӣ", "Ғаниев", "Ӯктамзода", "Шарифӣ", "Назаров", "Каримзода", "Ҳасанов", "Бобоев",
    "Сафарзода", "Юсуфӣ", "Мирзоев", "Давлатов", "Холов",
]  # fmt: skip
NAMES = ["Фирӯз", "Ҷовид", "Қобил", "Ғолиб", "Ҳусейн", "Далер", "Комрон", "Сӯҳроб", "Баҳром", "Нозим"]
FATHERS = ["Аслам", "Рустам"]
RANKS = [
    ("лейтенанти милитсия", "ст. л-т милиции"), ("капитани милитсия", "капитан милиции"), ("", ""),
]  # fmt: skip
OLD_FONT = str.maketrans("қҷҳӣӯғҚҶҲӢӮҒ", "ќљњїўѓЌЉЊЇЎЃ")


@dataclass(frozen=True)
class Listed:
    """Somebody in the list."""

    surname: str
    name: str
    father: str
    number: str
    year: int

    @property
    def whole(self) -> str:
        return f"{self.surname} {self.name} {self.father}"


def three_hundred() -> list[Listed]:
    """Three hundred names, all different; every one with a number and a year."""
    names = [(s, n, f) for s in SURNAMES for n in NAMES for f in FATHERS]
    return [Listed(s, n, f, f"AB-{place:04d}", 1985 + place % 20) for place, (s, n, f) in enumerate(names)]


def xlsx(rows: list[list[object]], merges: tuple[tuple[int, int, int, int, str], ...] = (), skip: int = 0) -> bytes:
    """A workbook whose first sheet says something else, and the second holds the list."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False}) as book:
        book.add_worksheet("Эзоҳ").write_string(0, 0, "Рӯйхат дар варақи дигар аст")
        page = book.add_worksheet("Рӯйхат")
        for merge in merges:
            page.merge_range(*merge)
        for place, row in enumerate(rows, start=skip):
            for column, cell in enumerate(row):
                if isinstance(cell, str) and cell.startswith("=HYPERLINK("):
                    page.write_formula(place, column, cell)
                elif cell not in (None, ""):
                    page.write(place, column, cell)
    return file.getvalue()


def merged_headings(people: list[Listed]) -> bytes:
    """A title, then headings over two lines: "name" across three columns."""
    merges = (
        (0, 0, 0, 5, "Рӯйхати шунавандагони курс"),
        (2, 1, 2, 3, "Ному насаб"), (2, 0, 3, 0, "№"), (2, 4, 3, 4, "Соли таваллуд"),
        (2, 5, 3, 5, "Рақами хизматӣ"),
    )  # fmt: skip
    rows: list[list[object]] = [["", "Насаб", "Ном", "Номи падар", "", ""]]
    rows += [[n, p.surname, p.name, p.father, p.year, p.number] for n, p in enumerate(people, start=1)]
    return xlsx([*rows, ["", "Ҳамагӣ", len(people)]], merges, skip=3)


def two_line_names(people: list[Listed]) -> bytes:
    """Names on two lines in one cell, in capitals; dates of birth; Russian headings in another order."""
    rows: list[list[object]] = [["Дата рождения", "Личный номер", "Ф.И.О.", "Звание"]]
    for place, p in enumerate(people):
        rows.append([f"12.03.{p.year}", p.number, f"{p.surname.upper()}\n{p.name}  {p.father}", RANKS[place % 3][1]])
    return xlsx(rows)


def old_font(people: list[Listed]) -> bytes:
    """Typed in a font of the eight-bit age, whose letters are Serbian and Ukrainian ones."""
    rows: list[list[object]] = [["Ному насаб", "Соли таваллуд", "Раќами хизматї"]]
    return xlsx([*rows, *[[p.whole.translate(OLD_FONT), p.year, p.number] for p in people]])


def duplicates(people: list[Listed]) -> bytes:
    """English headings; the first ten come again at the end, without the letters and without their numbers."""
    plain = str.maketrans("қҷҳӣӯғҚҶҲӢӮҒ", "кчхиугКЧХИУГ")
    rows: list[list[object]] = [["Name", "Year of birth", "Service number"]]
    rows += [[p.whole, p.year, p.number] for p in people]
    return xlsx([*rows, *[[p.whole.translate(plain), p.year, ""] for p in people[:10]]])


def wrong_ranks(people: list[Listed]) -> bytes:
    """CSV of a Russian Windows, with semicolons; every third rank is none that there is."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerow(["Насабу ном", "Рутба", "Соли таваллуд", "Рақами хизматӣ"])
    for place, p in enumerate(people):
        rank = "фельдмаршал" if place % 3 == 2 else RANKS[place % 3][0]
        writer.writerow([p.whole, rank, p.year, p.number])
    return file.getvalue().encode("utf-8-sig")


def injections(people: list[Listed]) -> bytes:
    """Five names are formulas, five begin as one would, the rest is well."""
    rows: list[list[object]] = [["Full name", "Birth year", "Badge"]]
    for place, p in enumerate(people):
        name = p.whole
        if place < 5:
            name = '=HYPERLINK("http://evil.example","Каримов Карим")'
        elif place < 10:
            name = "@SUM(1+1)*cmd|' /C calc'!A0"
        rows.append([name, p.year, p.number])
    return xlsx(rows)
