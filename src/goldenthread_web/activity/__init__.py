"""The activity log: who did what to whom, when, from where and why; it can be added to and never changed."""
