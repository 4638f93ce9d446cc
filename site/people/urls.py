"""Addresses of people: one's own page, and the screens of the office and of administrators."""

from django.urls import path

from people.views import cohorts, extra_time, me, office, own_data, roles, rosters, standing

app_name = "people"
urlpatterns = [
    path("me/", me.me, name="me"),
    path("me/phone/", me.phone, name="own_phone"),
    path("me/data/", own_data.own_data, name="own_data"),
    path("me/data/dastur.zip", own_data.take, name="take_own_data"),
    path("me/correction/", own_data.ask, name="ask_correction"),
    path("people/corrections/", own_data.corrections, name="corrections"),
    path("people/corrections/<int:pk>/", own_data.answer, name="answer_correction"),
    path("people/", office.people, name="people"),
    path("people/new/", office.new_person, name="new_person"),
    path("people/lists/", rosters.rosters, name="rosters"),
    path("people/lists/look/", rosters.look, name="roster_look"),
    path("people/lists/empty/", rosters.template, name="roster_template"),
    path("people/lists/<int:pk>/", rosters.roster, name="roster"),
    path("people/lists/<int:pk>/undo/", rosters.undo, name="roster_undo"),
    path("people/lists/<int:pk>/slips/", rosters.slips, name="roster_slips"),
    path("people/<int:pk>/", office.person, name="person"),
    path("people/<int:pk>/change/", office.change_person, name="change_person"),
    path("people/<int:pk>/standing/", standing.person_standing, name="standing"),
    path("people/<int:pk>/extra-time/", extra_time.person_extra_time, name="extra_time"),
    path("people/<int:pk>/password/", office.hand_out_password, name="hand_out_password"),
    path("people/<int:pk>/second-factor/", office.reset_second_factor, name="reset_second_factor"),
    path("people/<int:pk>/close/", office.close_account, name="close_account"),
    path("people/<int:pk>/reopen/", office.reopen_account, name="reopen_account"),
    path("people/<int:pk>/roles/", roles.person_roles, name="person_roles"),
    path("people/<int:pk>/roles/<int:grant>/withdraw/", roles.withdraw, name="withdraw_role"),
    path("roles/asked/", roles.asked, name="roles_asked"),
    path("roles/asked/<int:pk>/", roles.decide, name="decide_role"),
    path("roles/", roles.roles, name="roles"),
    path("cohorts/", cohorts.cohorts, name="cohorts"),
    path("cohorts/new/", cohorts.new_cohort, name="new_cohort"),
    path("cohorts/<int:pk>/", cohorts.cohort, name="cohort"),
]
