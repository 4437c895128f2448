"""The addresses of measures."""

from django.urls import path

from goldenthread_web.indicators import explorer_views, rows_views, views, views_writing

app_name = "indicators"
urlpatterns = [
    path("", views.scorecard, name="scorecard"),
    path("scorecard.<str:form>", views.scorecard_file, name="scorecard_file"),
    path("priorities/", views_writing.priorities, name="priorities"),
    path("commentary/<int:pk>/", views_writing.commentary, name="commentary"),
    *(
        path(f"commentary/<int:pk>/{what}/", views_writing.decide, {"what": what}, name=f"commentary_{what}")
        for what in ("justify", "publish", "withdraw")
    ),
    *(path(f"{kind}/", explorer_views.explorer, {"kind": kind}, name=kind) for kind in explorer_views.TITLES),
    path("<slug:name>/", views.measure, name="measure"),
    path("<slug:name>/children/", rows_views.children, name="children"),
    path("<slug:name>/children/<int:number>/", rows_views.why, name="why"),
    path("<slug:name>/children/export/", rows_views.export, name="children_export"),
    path("<slug:name>/target/", views_writing.target, name="target"),
    path("<slug:name>/commentary/", views_writing.write, name="write"),
]
