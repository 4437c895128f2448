"""The demonstration: settings and narrative of the made-up authority Avonmere, as data."""
