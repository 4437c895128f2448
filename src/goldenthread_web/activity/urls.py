"""The addresses of the activity log."""

from django.urls import path

from goldenthread_web.activity import views

app_name = "activity"
urlpatterns = [
    path("", views.search, name="search"),
    path("export/", views.export, name="export"),
    path("child/", views.child, name="child"),
    path("mine/", views.mine, name="mine"),
]
