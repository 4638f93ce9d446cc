"""Addresses of this app."""

from django.urls import path

from assessments.views import result_files, results, sittings

app_name = "assessments"
urlpatterns = [
    path("assessments/", results.assessments, name="list"),
    path("assessments/<slug:code>/", sittings.assessment, name="assessment"),
    path("assessments/<slug:code>/start/", sittings.start, name="start"),
    path("assessments/<slug:code>/results/", results.named, name="named_results"),
    path("assessments/<slug:code>/results.xlsx", result_files.spreadsheet, name="results_xlsx"),
    path("assessments/<slug:code>/results.pdf", result_files.pdf, name="results_pdf"),
    path("sittings/<uuid:public_id>/", sittings.sitting, name="sitting"),
    path("sittings/<uuid:public_id>/answers", sittings.answers, name="answers"),
    path("sittings/<uuid:public_id>/finish/", sittings.finish, name="finish"),
    path("sittings/<uuid:public_id>/result/", results.result, name="result"),
    path("results/", results.mine, name="results"),
]
