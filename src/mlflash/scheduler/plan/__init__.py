"""The plan to the interview: its calendar, what a review costs and gains, readiness and the forecast."""
