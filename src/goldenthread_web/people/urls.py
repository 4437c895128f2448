"""The addresses of people, roles and one's own account."""

from django.urls import path

from goldenthread_web.people import own_views, views

app_name = "people"
urlpatterns = [
    path("account/", own_views.account, name="account"),
    path("account/emergency/", own_views.emergency, name="emergency"),
    path("account/emergency/end/", own_views.end_emergency, name="end_emergency"),
    path("who-may-see-what/", own_views.who_may, name="who_may"),
    path("not-entered/", own_views.not_entered, name="not_entered"),
    path("demonstration/", own_views.demonstration, name="demonstration"),
    path("demonstration/<slug:key>/", own_views.be, name="be"),
    path("people/", views.people, name="people"),
    path("people/add/", views.add, name="add"),
    path("people/teams/", views.teams, name="teams"),
    path("people/teams/<int:pk>/", views.team, name="team"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/change/", views.change, name="change"),
    path("people/<int:pk>/invite/", views.invite, name="invite"),
    path("people/<int:pk>/close/", views.close, name="close"),
    path("people/<int:pk>/open/", views.reopen, name="reopen"),
    path("people/<int:pk>/role/", views.give_role, name="give_role"),
    path("people/roles/<int:pk>/end/", views.end_role, name="end_role"),
]
