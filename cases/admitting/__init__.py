"""What the law restrains, one file per subject; `cases.admission` asks them."""
