"""What each kind of fact writes into the rows for reading: one function a kind, files by subject."""
