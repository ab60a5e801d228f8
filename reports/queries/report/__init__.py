"""The annual report as it is read: its sources, its words, what it lacks, what changed."""
