"""The addresses of suggestions."""

from django.urls import path

from goldenthread_web.suggestions import views

app_name = "suggestions"
urlpatterns = [
    path("", views.suggestions, name="suggestions"),
    path("new/", views.new, name="new"),
    path("you-said-we-did/", views.you_said, name="you_said"),
    path("<int:pk>/", views.suggestion, name="suggestion"),
    path("<int:pk>/move/", views.move, name="move"),
    path("<int:pk>/merge/", views.merge, name="merge"),
    path("<int:pk>/follow/", views.follow, name="follow"),
]
