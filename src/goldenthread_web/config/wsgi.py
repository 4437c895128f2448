"""The site as a WSGI application."""

import gc
import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread_web.config.settings")
application = get_wsgi_application()
# Every page is loaded before the first is asked for. What is loaded by then stays for good, so that looking for what can
# be let go of need not go through it: that took a tenth of a second in the middle of a page.
import_module("goldenthread_web.config.urls")
gc.collect()
gc.freeze()
