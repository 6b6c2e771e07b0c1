"""FEEL, the expression language of DMN: read once, compiled to closures, evaluated exactly."""
