"""The addresses of home, search and the sections."""

from django.urls import path

from goldenthread_web.home import views
from goldenthread_web.home.sections import SECTIONS

app_name = "home"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("about/", views.about, name="about"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    *(path(f"{key}/", views.section, {"key": key}, name=key) for key in SECTIONS),
]
