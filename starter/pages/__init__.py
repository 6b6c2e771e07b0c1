"""The page of a pack: the regulation as its owner reads, checks and signs it. Generated, in Chinese."""
