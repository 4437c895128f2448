"""The settings of the site for tests: a data folder of their own, and the database that SITE_DATABASE names.

`SITE_DATABASE=postgresql` runs the same tests on a real PostgreSQL; without it they run on SQLite.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

for name in [one for one in os.environ if one.startswith("GOLDENTHREAD_")]:
    del os.environ[name]
os.environ["GOLDENTHREAD_TESTING"] = "yes"
os.environ["GOLDENTHREAD_HTTPS"] = "no"  # the tests ask plainly; what https adds is tested on its own
_folder = tempfile.mkdtemp(prefix="goldenthread-site-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["GOLDENTHREAD_DATA"] = _folder
if os.environ.get("SITE_DATABASE") == "postgresql":
    from tests.databases import database

    os.environ["GOLDENTHREAD_DATABASE"] = database("site")

from tests.emptying import let_the_log_be_emptied  # noqa: E402

from goldenthread_web.config.settings import *  # noqa: E402, F403

STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405  (served from the apps' own folders in tests)
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
let_the_log_be_emptied()
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
