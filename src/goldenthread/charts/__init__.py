"""Results into charts: Vega-Lite, SVG, PNG, alternative text and a data table."""
