"""The settings of signing in, from the environment; docs/how-to/people-and-sign-in.md says what each does."""

from __future__ import annotations

import os

from goldenthread_web.config.values import Environment

_env = Environment(os.environ)

# How many proxies of the council's stand before the site: only what they say of an address is believed.
GOLDENTHREAD_TRUSTED_PROXIES = _env.number(
    "GOLDENTHREAD_TRUSTED_PROXIES", 1 if _env.flag("GOLDENTHREAD_BEHIND_PROXY") else 0
)
