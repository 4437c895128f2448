"""The addresses of the thread."""

from django.urls import path

from goldenthread_web.thread import views

app_name = "thread"
urlpatterns = [
    path("", views.start, name="thread"),
    path("paragraph/<slug:ref>/tie/", views.tie, name="tie"),
    path("untie/<int:pk>/", views.untie, name="untie"),
    path("<slug:kind>/<slug:ref>/", views.walk, name="walk"),
]
