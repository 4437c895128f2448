"""The scorecard as one page of HTML: a table on a wide screen, cards on a narrow one, printable."""

from __future__ import annotations

from markupsafe import Markup

from goldenthread.charts import ASSURANCE_WORDS, VARIATION_WORDS, assurance_icon, variation_icon
from goldenthread.papers.html import environment, style
from goldenthread.papers.scorecard import Scorecard


def render_scorecard(card: Scorecard) -> str:
    """The scorecard as HTML."""
    sheet, digest = style("scorecard.css")
    template = environment().get_template("scorecard.html.j2")
    return template.render(
        card=card,
        style=sheet,
        digest=digest,
        drawn=Markup,
        variation_icon=variation_icon,
        assurance_icon=assurance_icon,
        variation_words=VARIATION_WORDS,
        assurance_words=ASSURANCE_WORDS,
    )
