"""What a service keeps by itself and no return holds, made up from the same children and workers: audits, voices, staff."""

from __future__ import annotations

from goldenthread.synthetic.practice.audits import audit_rows
from goldenthread.synthetic.practice.decisions import decision_rows
from goldenthread.synthetic.practice.setting import Row, Setting
from goldenthread.synthetic.practice.staff import staff_rows
from goldenthread.synthetic.practice.stepping_down import step_down_rows
from goldenthread.synthetic.practice.supervising import supervision_rows
from goldenthread.synthetic.practice.voice import voice_rows

__all__ = ["Row", "Setting", "practice_rows"]


def practice_rows(setting: Setting) -> dict[str, list[Row]]:
    """The rows of every template by its name, each with its own stream of chance: none moves another.

    There is no id map: the returns of a made-up authority call a child by one id.
    """
    return (
        decision_rows(setting)
        | audit_rows(setting)
        | supervision_rows(setting)
        | voice_rows(setting)
        | staff_rows(setting)
        | step_down_rows(setting)
    )
