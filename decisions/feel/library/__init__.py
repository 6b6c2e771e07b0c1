"""The functions built into FEEL, one file per subject."""
