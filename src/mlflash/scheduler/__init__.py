"""The state of each card and when it is due: pure functions of events. No clock, no disk, no global randomness."""
