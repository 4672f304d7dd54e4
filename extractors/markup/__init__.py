"""Text that carries its own structure: web pages, Markdown, plain text."""
