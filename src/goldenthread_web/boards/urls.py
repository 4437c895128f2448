"""The addresses of boards."""

from django.urls import path

from goldenthread_web.boards import views, views_changing, views_files, views_following, views_items, views_meetings

app_name = "boards"
urlpatterns = [
    path("", views.boards, name="boards"),
    path("new/", views.edit, name="new"),
    path("decisions/", views.decisions, name="decisions"),
    path("calendar.ics", views.calendar, name="calendar"),
    path("calendar/", views_files.calendar_address, name="calendar_address"),
    path("calendar/<str:key>.ics", views_files.feed, name="feed"),
    path("<int:pk>/", views.board, name="board"),
    path("<int:pk>/change/", views.edit, name="change"),
    path("<int:pk>/terms/", views.terms, name="terms"),
    path("<int:pk>/succeed/", views.succeed, name="succeed"),
    path("<int:pk>/members/new/", views.member, name="new_member"),
    path("<int:pk>/members/<int:seat>/", views.member, name="member"),
    path("<int:pk>/meetings/new/", views_meetings.new, name="new_meeting"),
    path("meetings/<int:pk>/", views_meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/pack.pdf", views_files.pack_file, name="pack_file"),
    path("<int:pk>/highlights/", views_files.highlights, name="highlights"),
    path("meetings/<int:pk>/pack/", views_meetings.pack, name="pack"),
    path("<int:pk>/challenges/", views_changing.challenges, name="challenges"),
    path("<int:pk>/watch/", views_changing.watch, name="watch"),
    path("<int:pk>/watch/<int:area>/release/", views_changing.release, name="release"),
    path("meetings/<int:pk>/change/", views_changing.change_meeting, name="change_meeting"),
    path("meetings/<int:pk>/order/", views_changing.order, name="order"),
    path("meetings/<int:pk>/minutes/", views_changing.minutes, name="minutes"),
    path("items/<int:pk>/change/", views_changing.change_item, name="change_item"),
    path("papers/<int:pk>/withdraw/", views_changing.withdraw, name="withdraw"),
    path("meetings/<int:pk>/move/", views_meetings.move, name="move_meeting"),
    path("meetings/<int:pk>/remove/", views_meetings.remove, name="remove_meeting"),
    path("meetings/<int:pk>/restore/", views_meetings.restore, name="restore_meeting"),
    path("meetings/<int:pk>/attendance/", views_meetings.attendance, name="attendance"),
    path("meetings/<int:pk>/items/new/", views_items.new, name="new_item"),
    path("items/<int:pk>/", views_items.item, name="item"),
    path("items/<int:pk>/<slug:what>/", views_items.act, name="act"),
    path("papers/<int:pk>/", views_items.paper, name="paper"),
    path("actions/<int:pk>/done/", views_following.done, name="done"),
    path("actions/<int:pk>/change/", views_following.change_action, name="change_action"),
    path("answers/<slug:kind>/<int:pk>/", views_following.answer, name="answer"),
]
