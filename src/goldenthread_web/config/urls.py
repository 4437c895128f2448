"""The addresses of the site."""

from django.urls import include, path

from goldenthread_web.design.views import theme

urlpatterns = [
    path("theme.css", theme, name="theme"),
    path("", include("goldenthread_web.home.urls")),
    path("", include("goldenthread_web.people.urls")),
    path("sign-in/", include("goldenthread_web.people.sign_in_urls")),
    path("activity/", include("goldenthread_web.activity.urls")),
    path("data/", include("goldenthread_web.loads.urls")),
    path("measures/", include("goldenthread_web.indicators.urls")),
    path("plan/", include("goldenthread_web.plans.urls")),
    path("inspections/", include("goldenthread_web.inspections.urls")),
    path("boards/", include("goldenthread_web.boards.urls")),
    path("suggestions/", include("goldenthread_web.suggestions.urls")),
    path("thread/", include("goldenthread_web.thread.urls")),
]
handler400 = "goldenthread_web.design.views.bad_request"
handler403 = "goldenthread_web.design.views.not_allowed"
handler404 = "goldenthread_web.design.views.not_found"
handler500 = "goldenthread_web.design.views.broken"
