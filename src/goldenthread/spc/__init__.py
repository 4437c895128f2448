"""Statistics of variation on plain sequences of numbers: limits, rules, intervals, funnels."""
