"""The addresses of the installation."""

from django.urls import path

from noaber.desk import views
from noaber.desk.pages import accounts, allocations, contracts, messages

urlpatterns = [
    path("", views.publications, name="publications"),
    path("vormgeving/theme.css", views.theme_sheet, name="theme-sheet"),
    path("vormgeving/<path:path>", views.design_file, name="design-file"),
    path("publicaties/<slug:key>/", views.publication_file, {"path": ""}, name="publication"),
    path("publicaties/<slug:key>/<path:path>", views.publication_file, name="publication-file"),
    path("aanmelden/", accounts.sign_in, name="sign-in"),
    path("afmelden/", accounts.sign_out, name="sign-out"),
    path("taal/", accounts.language, name="language"),
    path("wachtwoord/", accounts.password, name="password"),
    path("berichten/", messages.overview, name="messages"),
    path("berichten/postbus/<int:key>/", messages.mailbox, name="mailbox"),
    path("berichten/postbus/<int:key>/wacht/", messages.waits, name="waits"),
    path("berichten/<int:key>/", messages.message, name="message"),
    path("toewijzingen/", allocations.overview, name="allocations"),
    path("toewijzingen/client/", allocations.client, name="client"),
    path("toewijzingen/<int:key>/", allocations.allocation, name="allocation"),
    path("toewijzingen/<int:key>/persoon/", allocations.person, name="person"),
    path("contracten/", contracts.overview, name="contracts"),
    path("contracten/lijst/<slug:code>.csv", contracts.price_list, name="price-list"),
    path("contracten/aanbieder/<int:key>/", contracts.provider, name="provider"),
]

handler404 = "noaber.desk.views.not_found"
handler400 = "noaber.desk.views.wrong_host"
handler500 = "noaber.desk.views.broken"
