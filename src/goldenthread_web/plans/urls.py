"""The addresses of plans and actions."""

from django.urls import path

from goldenthread_web.plans import (
    views,
    views_actions,
    views_coverage,
    views_files,
    views_handover,
    views_import,
    views_plans,
)

app_name = "plans"
urlpatterns = [
    path("", views.plans, name="plans"),
    path("mine/", views.mine, name="mine"),
    path("coverage/", views_coverage.coverage, name="coverage"),
    path("hand-over/", views.hand_over_list, name="hand_over_list"),
    path("hand-over/<int:pk>/", views_handover.hand_over_all, name="hand_over_all"),
    path("new/", views_plans.new, name="new"),
    path("version/<int:pk>/", views.version, name="version"),
    path("version/<int:pk>/file.<str:form>", views_files.version_file, name="version_file"),
    path("import/<int:pk>/", views_import.columns, name="columns"),
    path("priority/<int:pk>/action/", views_plans.new_action, name="new_action"),
    path("priority/<int:pk>/change/", views_plans.change_priority, name="change_priority"),
    path("milestone/<int:pk>/reached/", views_actions.finish_milestone, name="finish_milestone"),
    path("evidence/<int:pk>/file/", views_files.evidence_file, name="evidence_file"),
    path("evidence/<int:pk>/review/", views_actions.review, name="review"),
    path("part/<slug:kind>/<int:pk>/drop/", views_actions.drop, name="drop"),
    path("date/<int:pk>/decide/", views_actions.decide_date, name="decide_date"),
    path("action/<int:pk>/", views_actions.action, name="action"),
    path("action/<int:pk>/history/", views_actions.history, name="history"),
    path("action/<int:pk>/change/", views_actions.change, name="change_action"),
    path("action/<int:pk>/hand-over/", views_actions.hand_over, name="hand_over"),
    path("action/<int:pk>/to/<slug:then>/", views_actions.move, name="move_action"),
    *(
        path(f"action/<int:pk>/{what}/", views_actions.add, {"what": what}, name=f"add_{what}")
        for what in views_actions.PARTS
    ),
    path("<int:pk>/", views.plan, name="plan"),
    path("<int:pk>/change/", views_plans.change, name="change"),
    path("<int:pk>/priority/", views_plans.new_priority, name="new_priority"),
    path("<int:pk>/to/<slug:then>/", views_plans.move, name="move"),
    path("<int:pk>/version/", views_plans.freeze, name="freeze"),
    path("<int:pk>/conclude/", views_plans.conclude, name="conclude"),
    path("<int:pk>/carry-on/", views_plans.carry_on, name="carry_on"),
    path("<int:pk>/import/", views_import.bring, name="bring"),
    path("<int:pk>/on-a-page/", views.on_a_page, name="on_a_page"),
    path("<int:pk>/timeline/", views.timeline, name="timeline"),
    path("<int:pk>/as-at/", views.as_at, name="as_at"),
    path("<int:pk>/compare/", views.compare, name="compare"),
    *(path(f"<int:pk>/by-{what}/", views.by, {"what": what}, name=f"by_{what}") for what in ("owner", "finding")),
    path("<int:pk>/file.<str:form>", views_files.plan_file, name="file"),
]
