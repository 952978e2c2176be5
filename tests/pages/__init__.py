"""Pages, asked plain and with htmx."""
