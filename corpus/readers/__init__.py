"""Source files -> lines and cells: one module per file format."""
