"""Addresses of this app."""

from django.urls import path

from assessments.views import appeals, board, door, files, marking, result_files, results, sittings, tickets

app_name = "assessments"
urlpatterns = [
    path("assessments/", results.assessments, name="list"),
    path("assessments/<slug:code>/", sittings.assessment, name="assessment"),
    path("assessments/<slug:code>/start/", sittings.start, name="start"),
    path("assessments/<slug:code>/wait/", sittings.waiting, name="waiting"),
    path("assessments/<slug:code>/results/", results.named, name="named_results"),
    path("assessments/<slug:code>/tickets/", tickets.printed, name="tickets"),
    path("assessments/<slug:code>/board/", board.board, name="board"),
    path("assessments/<slug:code>/results.xlsx", result_files.spreadsheet, name="results_xlsx"),
    path("assessments/<slug:code>/results.pdf", result_files.pdf, name="results_pdf"),
    path("sittings/<uuid:public_id>/", sittings.sitting, name="sitting"),
    path("sittings/<uuid:public_id>/answers", sittings.answers, name="answers"),
    path("sittings/<uuid:public_id>/flags", sittings.flag, name="flags"),
    path("sittings/<uuid:public_id>/pictures/<slug:digest>/", files.picture, name="picture"),
    path("sittings/<uuid:public_id>/files/<int:position>/", files.file, name="file"),
    path("sittings/<uuid:public_id>/finish/", sittings.finish, name="finish"),
    path("sittings/<uuid:public_id>/result/", results.result, name="result"),
    path("sittings/<uuid:public_id>/appeal/", appeals.own, name="appeal"),
    path("sittings/<uuid:public_id>/file/", appeals.file, name="sitting_file"),
    path("appeals/", appeals.listing, name="appeals"),
    path("appeals/<int:number>/", appeals.one, name="decide_appeal"),
    path("open/", door.open_to_me, name="open"),
    path("open/ticket/", door.enter_ticket, name="enter_ticket"),
    path("marking/", marking.queues, name="marking"),
    path("marking/files/<int:answer>/", marking.handed_in_file, name="marked_file"),
    path("marking/differing/", marking.differing, name="differing"),
    path("marking/<slug:code>/", marking.one, name="mark"),
    path("results/", results.mine, name="results"),
]
