"""Who comes to the site, the roles they hold, and what a role may see and change."""
