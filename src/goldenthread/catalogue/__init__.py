"""The measures: one file per cohort, the things counted, with the measures counted over it."""
