"""The model of a measure, how its cohort is counted, and how counts become results."""
