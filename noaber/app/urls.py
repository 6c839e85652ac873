"""The addresses of the installation."""

from django.urls import path

from noaber.desk import views
from noaber.desk.pages import accounts

urlpatterns = [
    path("", views.publications, name="publications"),
    path("vormgeving/theme.css", views.theme_sheet, name="theme-sheet"),
    path("vormgeving/<path:path>", views.design_file, name="design-file"),
    path("publicaties/<slug:key>/", views.publication_file, {"path": ""}, name="publication"),
    path("publicaties/<slug:key>/<path:path>", views.publication_file, name="publication-file"),
    path("aanmelden/", accounts.sign_in, name="sign-in"),
    path("afmelden/", accounts.sign_out, name="sign-out"),
    path("wachtwoord/", accounts.password, name="password"),
]

handler404 = "noaber.desk.views.not_found"
handler400 = "noaber.desk.views.wrong_host"
handler500 = "noaber.desk.views.broken"
