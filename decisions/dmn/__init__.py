"""DMN models: read, check, evaluate; versions 1.1 to 1.5."""
