"""What must hold of a definition, one subject per file; `checking` collects them."""
