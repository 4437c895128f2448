"""`python -m goldenthread_web.config` is the command goldenthread-web."""

from goldenthread_web.config.cli import main

main()
