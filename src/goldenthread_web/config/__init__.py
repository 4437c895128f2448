"""What holds the site together: settings, addresses, templates, and the command that runs it."""
