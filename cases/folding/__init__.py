"""The fold: one function per kind of event, one file per subject."""
