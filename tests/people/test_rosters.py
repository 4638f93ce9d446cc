"""Lists of people: six broken files, what is doubtful, all or nothing, undoing, slips, and who may."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ledger.models import AuditEvent
from people.domain import roster as plans
from people.domain import roster_load, tables
from people.models import Cohort, Rank, Roster, User
from people.rosters.reading import NoList, read
from tests.factories.people import CohortFactory, UserFactory, signed_in
from tests.people import lists
from ui.sheets import tables as sheets

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
PEOPLE = lists.three_hundred()


@pytest.fixture
def ranks():
    tables.load()


@pytest.fixture
def office(client):
    return signed_in(client, UserFactory(roles=["office"], full_name_tg="Қосимзода Зарина"))


def planned(content, **more):
    return plans.plan(read(sheets(content)), **more)


def loaded(content, cohort=None, by=None):
    by = by or UserFactory(full_name_tg="Қосимзода Зарина")
    return roster_load.load(plan=planned(content), name="list.xlsx", digest="0" * 64, cohort_=cohort, by=by)


def counts(plan):
    return {action: len(plan.of(action)) for action in ("new", "change", "same", "skip", "ask") if plan.of(action)}


def names():
    return set(User.objects.exclude(service_number=None).values_list("full_name_tg", "service_number", "birth_year"))


ALL = {(p.whole, p.number, p.year) for p in PEOPLE}


class TestSixBrokenFiles:
    """Three hundred people from each; what they are called is the same whatever the file."""

    def test_merged_headings(self):
        plan = planned(lists.merged_headings(PEOPLE))
        assert counts(plan) == {"new": 300, "skip": 1}
        assert plan.of("skip")[0].reason == "This is a line of totals."
        loaded(lists.merged_headings(PEOPLE))
        assert names() == ALL

    def test_two_line_names_in_capitals(self, ranks):
        loaded(lists.two_line_names(PEOPLE))
        assert names() == ALL
        senior = Rank.objects.get(code="senior-lieutenant-of-militia")
        assert User.objects.filter(rank=senior).count() == 100
        assert User.objects.filter(rank__code="captain-of-militia").count() == 100

    def test_an_old_font(self):
        assert read(sheets(lists.old_font(PEOPLE))).legacy
        loaded(lists.old_font(PEOPLE))
        assert names() == ALL

    def test_duplicates_found_by_folded_name_and_year(self):
        plan = planned(lists.duplicates(PEOPLE))
        assert counts(plan) == {"new": 300, "skip": 10}
        assert plan.of("skip")[0].reason == "The same person stands in line 2."

    def test_wrong_ranks_are_said_and_the_people_taken(self, ranks):
        plan = planned(lists.wrong_ranks(PEOPLE))
        assert counts(plan) == {"new": 300}
        assert sum("The rank “фельдмаршал” is not known." in row.notes for row in plan.rows) == 100
        loaded(lists.wrong_ranks(PEOPLE))
        assert names() == ALL
        assert User.objects.filter(rank__code="lieutenant-of-militia").count() == 100

    def test_formulas_and_what_looks_like_one_are_left_out(self):
        plan = planned(lists.injections(PEOPLE))
        assert counts(plan) == {"new": 290, "skip": 10}
        reasons = [row.reason for row in plan.of("skip")]
        assert reasons[:5] == ["There is a formula in it. Put its value there instead."] * 5
        assert reasons[5:] == ["The name holds a sign that no name has. Correct it in the list."] * 5


def test_loading_again_changes_nothing():
    loaded(lists.duplicates(PEOPLE[:20]))
    assert counts(planned(lists.duplicates(PEOPLE[:20]))) == {"same": 20, "skip": 10}


def test_a_transfer_and_a_new_rank_are_changes_with_a_history(ranks):
    loaded(lists.duplicates(PEOPLE[:20]))
    roster = loaded(lists.two_line_names(PEOPLE[:20]))
    assert (roster.made, roster.changed, roster.same) == (0, 14, 6)
    person = User.objects.get(service_number="AB-0000")
    assert [one.rank and one.rank.code for one in person.postings.order_by("id")] == [
        None,
        "senior-lieutenant-of-militia",
    ]


class TestDoubt:
    def listed(self, *rows):
        return lists.xlsx([["Name", "Year of birth", "Service number"], *rows])

    def test_a_namesake_whose_year_is_unknown_is_asked_about_and_left_out_till_then(self):
        known = UserFactory(full_name_tg="Каримзода Фирӯз Аслам")
        content = self.listed(["Каримзода Фируз Аслам", 1990, ""])
        row = planned(content).of("ask")[0]
        assert row.candidates == (known,)
        assert counts(planned(content, decisions={2: "new"})) == {"new": 1}
        assert counts(planned(content, decisions={2: "skip"})) == {"skip": 1}
        decided = planned(content, decisions={2: str(known.pk)}).of("change")[0]
        assert (decided.person, decided.changes["birth_year"]) == (known, (None, 1990))

    def test_a_decision_for_somebody_who_is_no_candidate_is_none(self):
        UserFactory(full_name_tg="Каримзода Фирӯз Аслам")
        other = UserFactory(full_name_tg="Дигар Кас")
        assert counts(planned(self.listed(["Каримзода Фирӯз Аслам", "", ""]), decisions={2: str(other.pk)})) == {
            "ask": 1
        }

    def test_another_year_is_another_person_and_the_same_year_the_same(self):
        UserFactory(full_name_tg="Каримзода Фирӯз Аслам", birth_year=1990)
        assert counts(planned(self.listed(["Каримзода Фирӯз Аслам", 1991, ""]))) == {"new": 1}
        assert counts(planned(self.listed(["Каримзода Фирӯз Аслам", 1990, ""]))) == {"same": 1}

    def test_a_number_that_somebody_else_has_is_asked_about(self):
        UserFactory(full_name_tg="Назаров Баҳром", service_number="AB-1")
        row = planned(self.listed(["Каримзода Фирӯз", 1990, "AB-1"])).of("ask")[0]
        assert row.reason == "Somebody with another name has this service number."

    def test_a_left_out_patronymic_is_asked_about(self):
        UserFactory(full_name_tg="Каримзода Фирӯз Аслам")
        assert counts(planned(self.listed(["Каримзода Фирӯз", "", ""]))) == {"ask": 1}

    def test_two_of_a_name_in_the_list_with_numbers_of_their_own_are_two(self):
        content = self.listed(["Каримзода Фирӯз", "", "A-1"], ["Каримзода Фирӯз", "", "A-2"])
        assert counts(planned(content)) == {"new": 2}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a;b\n1;2\n", "No line was found with headings"),
        (b"", "No line was found with headings"),
        ("Рутба;Соли таваллуд\nмайор;1990\n".encode(), "No line was found with headings"),
    ],
)
def test_a_file_without_names_is_refused_in_words(content, said):
    with pytest.raises(NoList, match=said):
        read(sheets(content))


def test_everybody_joins_the_cohort_and_logins_are_latin_and_all_different():
    group = CohortFactory()
    loaded(lists.duplicates(PEOPLE), cohort=group)
    assert group.members.count() == 300
    logins = list(group.members.values_list("username", flat=True))
    assert "rahimzoda.f" in logins
    assert "rahimzoda.f2" in logins
    assert all(login.isascii() for login in logins)


def test_nothing_is_half_loaded():
    """The last line's login is taken by somebody who came meanwhile: nobody of the list is there."""
    plan = planned(lists.duplicates(PEOPLE))
    UserFactory(service_number=PEOPLE[299].number)
    before = User.objects.count()
    with pytest.raises(roster_load.CannotLoad):
        roster_load.load(plan=plan, name="x", digest="0" * 64, cohort_=None, by=UserFactory())
    assert User.objects.count() == before + 1
    assert not Roster.objects.exists()


class TestUndo:
    def test_restores_people_accounts_and_the_cohort(self, ranks):
        person = UserFactory(full_name_tg="Раҳимзода Фирӯз Аслам", service_number="AB-0000", birth_year=1985)
        group, by = CohortFactory(members=[person]), UserFactory()
        before = {u.pk: (u.full_name_tg, u.rank_id, u.birth_year, u.service_number) for u in User.objects.all()}
        roster = loaded(lists.two_line_names(PEOPLE[:50]), cohort=group, by=by)
        assert group.members.count() == 50

        outcome = roster_load.undo(roster=roster, by=by)

        assert (outcome.deleted, outcome.closed, outcome.restored, outcome.left) == (49, 0, 1, [])
        now = {u.pk: (u.full_name_tg, u.rank_id, u.birth_year, u.service_number) for u in User.objects.all()}
        assert now == before
        assert list(group.members.all()) == [person]
        roster.refresh_from_db()
        assert roster.done == []
        with pytest.raises(roster_load.CannotLoad):
            roster_load.undo(roster=roster, by=by)

    def test_leaves_what_was_used_or_changed_since_and_says_so(self, ranks):
        name = "Раҳимзода Фирӯз Аслам"
        person = UserFactory(
            full_name_tg=name, full_name_ru="", full_name_en="", service_number="AB-0000", birth_year=1985
        )
        roster = loaded(lists.two_line_names(PEOPLE[:3]))
        used = User.objects.get(service_number="AB-0001")
        used.last_login = roster.loaded_at
        used.save()
        User.objects.filter(pk=person.pk).update(rank=Rank.objects.get(code="major-of-militia"))
        outcome = roster_load.undo(roster=roster, by=UserFactory())
        assert outcome.deleted == 1
        assert outcome.left == [
            "Раҳимзода Фирӯз Аслам was changed again since; that stays.",
            f"{used.full_name_tg} has signed in already; the account stays.",
        ]

    def test_is_forgotten_after_a_month(self):
        roster = loaded(lists.duplicates(PEOPLE[:3]))
        Roster.objects.update(loaded_at=roster.loaded_at - roster_load._while())
        assert roster_load.forget_old() == 1
        roster.refresh_from_db()
        assert not roster_load.undoable(roster)


class TestScreens:
    def upload(self, office, content, **more):
        file = SimpleUploadedFile("рӯйхат.xlsx", content)
        return office.post("/en/people/lists/", {"file": file, **more}, follow=True)

    def test_from_the_file_to_the_slips_and_back(self, office):
        group = CohortFactory()
        page = self.upload(office, lists.merged_headings(PEOPLE[:40]), cohort=group.pk)
        assert page.redirect_chain[-1][0] == "/en/people/lists/look/"
        assert "40 people are new" in page.content.decode()
        assert not User.objects.filter(service_number="AB-0001").exists(), "nothing is written yet"
        digest = page.context["plan"].digest
        done = office.post("/en/people/lists/look/", {"plan": digest, "load": "1"}, follow=True)
        assert "The list is loaded." in done.content.decode()
        roster = Roster.objects.get()
        assert group.members.count() == 40
        slips = office.post(f"/en/people/lists/{roster.pk}/slips/").content.decode()
        assert slips.count('<article class="slip"') == 30
        assert "10 slips are still to be printed." in slips
        undone = office.post(f"/en/people/lists/{roster.pk}/undo/", follow=True).content.decode()
        assert "Undone: 40 accounts taken away" in undone
        assert [e.action for e in AuditEvent.objects.filter(subject_type="people.roster").order_by("pk")] == [
            "roster.loaded",
            "roster.undone",
        ]

    def test_a_column_is_put_right_and_a_line_decided(self, office):
        UserFactory(full_name_tg="Каримзода Фирӯз")
        content = lists.xlsx([["Name", "Something"], ["Каримзода Фирӯз", "1990"], ["Назаров Ҷовид", "1991"]])
        self.upload(office, content)
        page = office.post("/en/people/lists/look/", {"column-1": "birth", "line-2": "new"}, follow=True)
        assert "2 people are new" in page.content.decode()
        assert {row.entry.birth_year for row in page.context["plan"].rows} == {1990, 1991}

    def test_what_is_loaded_is_what_was_looked_at(self, office):
        self.upload(office, lists.duplicates(PEOPLE[:2]))
        page = office.post("/en/people/lists/look/", {"plan": "another", "load": "1"}).content.decode()
        assert "This isn’t what you looked at" in page or "This isn&#x27;t what you looked at" in page
        assert not Roster.objects.exists()

    def test_a_line_that_nobody_decides_on_is_left_out_without_asking_again(self, office):
        UserFactory(full_name_tg="Каримзода Фирӯз")
        page = self.upload(office, lists.xlsx([["Name", "Rank"], ["Каримзода Фирӯз", ""], ["Назаров Ҷовид", ""]]))
        told = {"plan": page.context["plan"].digest, "line-2": "skip", "load": "1"}
        assert "The list is loaded." in office.post("/en/people/lists/look/", told, follow=True).content.decode()
        assert Roster.objects.get().passed_over == [{"line": 2, "reason": "Passed over by decision."}]

    def test_a_file_that_is_no_list_is_said_at_the_field(self, office):
        page = self.upload(office, b"%PDF-1.7")
        assert page.status_code == 400
        assert "Save it as XLSX or CSV" in page.content.decode()

    def test_nothing_chosen_leads_back(self, office):
        assert office.get("/en/people/lists/look/").url == "/en/people/lists/"

    def test_a_template_is_read_again(self, office):
        content = office.get("/en/people/lists/empty/").content
        assert read(sheets(content)).fields == [
            "name", "service_number", "birth", "rank", "unit", "sex", "language", "email",
        ]  # fmt: skip

    @pytest.mark.parametrize("role", ["trainer", "analyst", "head", "administrator"])
    def test_is_the_offices_alone(self, client, role):
        roster = loaded(lists.duplicates(PEOPLE[:2]))
        visitor = signed_in(client, UserFactory(roles=[role]))
        for url in ("", "look/", "empty/", f"{roster.pk}/"):
            assert visitor.get(f"/en/people/lists/{url}").status_code in (403, 404)
        for url in ("undo", "slips"):
            assert visitor.post(f"/en/people/lists/{roster.pk}/{url}/").status_code in (403, 404)

    @pytest.mark.parametrize("many", [1, 3])
    def test_the_lists_cost_the_same(self, office, many, django_assert_num_queries):
        for _ in range(many):
            loaded(lists.duplicates(PEOPLE[:2]), cohort=Cohort.objects.first() or CohortFactory())
        office.get("/en/people/lists/")
        with django_assert_num_queries(8):
            office.get("/en/people/lists/")


class TestStanding:
    def test_leave_dismissal_and_coming_back(self, office):
        person = UserFactory()
        url = f"/en/people/{person.pk}/standing/"
        office.post(url, {"standing": "leave", "since": "2026-03-01"})
        person.refresh_from_db()
        assert person.is_active
        office.post(url, {"standing": "dismissed", "since": "2026-04-01"})
        person.refresh_from_db()
        assert not person.is_active
        office.post(url, {"standing": "serving", "since": "2026-05-01"})
        person.refresh_from_db()
        assert person.is_active
        assert [one.standing for one in person.postings.order_by("id")] == [
            "serving", "leave", "dismissed", "serving",
        ]  # fmt: skip
        assert "dismissed" in office.get(f"/en/people/{person.pk}/").content.decode()

    def test_a_day_ahead_is_refused(self, office):
        person = UserFactory()
        page = office.post(f"/en/people/{person.pk}/standing/", {"standing": "leave", "since": "2999-01-01"})
        assert "This day lies ahead" in page.content.decode()
        assert not person.postings.exists()
