"""Sample content for the component page: invented, in Tajik, as long as real text gets."""

from types import SimpleNamespace

from django import forms
from django.core.paginator import Page, Paginator

from ui.components import Account, NavItem
from ui.components_forms import CheckboxCards, RadioCards, TajikInput, TajikTextarea

PARTNERS = [
    ("jamoat", "Ҷамоат"),
    ("mahalla", "Кумитаи маҳалла"),
    ("school", "Мактаб ва волидон"),
    ("clinic", "Маркази саломатӣ"),
]
ANSWERS = [
    ("a", "Бо ҳар ду тараф дар алоҳидагӣ сӯҳбат мекунад, онҳоро гӯш мекунад ва далелҳоро қайд менамояд"),
    ("b", "Танҳо аризаи хаттиро интизор мешавад"),
    ("c", "Намехоҳам ҷавоб диҳам"),
]


class SampleForm(forms.Form):
    """Every kind of field, some required, some with help."""

    name = forms.CharField(label="Ному насаб", help_text="Чунон ки дар шаҳодатномаи хизматӣ навишта шудааст.")
    number = forms.IntegerField(label="Рақами шахсӣ", required=False)
    day = forms.DateField(label="Санаи ҷаласа", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    word = forms.CharField(label="Истилоҳро ба тоҷикӣ нависед", widget=TajikInput)
    plan = forms.CharField(label="Нақшаи амали ҷомеа", widget=TajikTextarea, required=False)
    unit = forms.ChoiceField(label="Воҳид", choices=[("", "Интихоб кунед"), *PARTNERS])
    role = forms.ChoiceField(label="Нақш", choices=PARTNERS[:3], widget=forms.RadioSelect)
    partners = forms.MultipleChoiceField(
        label="Шарикон", choices=PARTNERS, widget=forms.CheckboxSelectMultiple, required=False
    )
    answer = forms.ChoiceField(
        label="Нозири минтақавӣ бояд аввал чӣ кор кунад?",
        help_text="Як ҷавобро интихоб кунед.",
        choices=ANSWERS,
        widget=RadioCards(hints={"c": "Ин ҷавоб ба баҳо таъсир намерасонад."}),
    )
    signs = forms.MultipleChoiceField(
        label="Ҳамаи ҷавобҳои дурустро интихоб кунед", choices=PARTNERS, widget=CheckboxCards, required=False
    )
    paper = forms.FileField(label="Ҳуҷҷат", help_text="PDF, то 2 МБ.", required=False)
    agree = forms.BooleanField(label="Ман розӣ ҳастам, ки маълумоти шахсии ман барои ин машғулият коркард шавад")
    closed = forms.CharField(label="Рамзи гурӯҳ", initial="ПА-2026-14", disabled=True, required=False)


def forms_shown() -> dict[str, forms.Form]:
    """The form as it is first seen, and as it comes back with every required field missing."""
    return {"form": SampleForm(), "wrong": SampleForm({"number": "дувоздаҳ"}, auto_id="wrong_%s")}


def page() -> Page:
    """The fourth of twelve pages of a list."""
    return Paginator(range(240), 20).page(4)


def frame() -> dict[str, object]:
    """What base.html takes, full."""
    labels = ["Асосӣ", "Курсҳо", "Дастури таълимӣ", "Имтиҳонҳо", "Пурсишҳо", "Сертификатҳо", "Ҳисоботҳо"]
    return {
        "ui_nav": [NavItem(label, "#", current=place == 1) for place, label in enumerate(labels)],
        "ui_account": Account("М. Раҳимова", "#", "#"),
        "ui_demo": True,
        "ui_help_url": "#",
        "ui_privacy_url": "#",
        "ui_home_url": "#",
    }


def data() -> dict[str, object]:
    """What the components on the page are given."""
    return {
        "trail": [("Дастури таълимӣ", "#"), ("Боби 4. Зӯроварӣ дар оила", "#")],
        "steps": ["Маълумот", "Саволҳо", "Санҷиш", "Фиристодан"],
        "facts": [
            ("Рақами сертификат", "PA-2026-000123"),
            ("Санаи додашуда", "21 марти соли 2026"),
            ("Омӯзгор", "подполковники милитсия Саидзода Ҷ. Қ."),
            ("Мӯҳлати охирин", "2 апрели соли 2026, соати 18:00"),
        ],
        "before": SimpleNamespace(title="Чаро ҷомеа ба милитсия бовар мекунад", url="#"),
        "after": SimpleNamespace(title="Арзёбии хатар ва амрномаи ҳимоявӣ", url="#"),
        "units": [
            ("Шуъбаи ВКД дар ноҳияи Рӯдакӣ", 120, 84, "3,41", "1,26"),
            ("Шуъбаи ВКД дар шаҳри Ҳисор", 64, 51, "3,87", "0,94"),
            ("Шуъбаи ВКД дар ноҳияи Ҷалолиддини Балхӣ", 88, 37, "2,95", "1,73"),
        ],
    }
