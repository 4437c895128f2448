"""The addresses of inspections."""

from django.urls import path

from goldenthread_web.inspections import views, views_context

app_name = "inspections"
urlpatterns = [
    path("", views.inspections, name="inspections"),
    path("new/", views.edit, name="new"),
    path("frameworks/", views_context.frameworks, name="frameworks"),
    path("others/", views_context.others, name="others"),
    path("others/import/", views_context.bring_in, name="bring_in"),
    path("self-evaluation/", views_context.self_evaluation, name="self_evaluation"),
    path("self-evaluation/<slug:framework>/<slug:area>/write/", views_context.write, name="write"),
    path("self-evaluation/statements/<int:pk>/drop/", views_context.drop, name="drop"),
    path("<int:pk>/", views.inspection, name="inspection"),
    path("<int:pk>/change/", views.edit, name="change"),
    path("<int:pk>/findings/new/", views.edit_finding, name="new_finding"),
    path("<int:pk>/clocks/<slug:rule>/", views.clock, name="clock"),
    path("findings/<int:finding>/", views.finding, name="finding"),
    path("findings/<int:finding>/change/", views.edit_finding, name="change_finding"),
    path("findings/<int:finding>/move/", views.move, name="move_finding"),
]
