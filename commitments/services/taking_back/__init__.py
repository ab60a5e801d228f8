"""Taking back what was done in one go, from the history that was written while it was done."""
