"""The addresses of loads."""

from django.urls import path

from goldenthread_web.loads import views

app_name = "loads"
urlpatterns = [
    path("", views.loads, name="loads"),
    path("new/", views.new, name="new"),
    path("sources/", views.sources, name="sources"),
    path("sources/new/", views.source, name="new_source"),
    path("sources/<int:pk>/", views.source, name="source"),
    path("sources/<int:pk>/remove/", views.remove_source, name="remove_source"),
    path("<int:pk>/", views.load, name="load"),
    path("<int:pk>/progress/", views.progress, name="progress"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
    path("<int:pk>/again/", views.again, name="again"),
    path("<int:pk>/release/", views.decide, {"what": "release"}, name="release"),
    path("<int:pk>/withdraw/", views.decide, {"what": "withdraw"}, name="withdraw"),
    path("<int:pk>/restatements.csv", views.restatements_file, name="restatements"),
    path("<int:pk>/to-mend.csv", views.findings_file, name="findings"),
]
