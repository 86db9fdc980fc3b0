"""What is remembered: pure functions of events. No clock, no disk, no global randomness."""
