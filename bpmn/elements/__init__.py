"""What each kind of element does, one file per family."""
