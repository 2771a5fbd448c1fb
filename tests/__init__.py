"""So that `tests` is this folder, whatever else on the machine calls itself so."""
