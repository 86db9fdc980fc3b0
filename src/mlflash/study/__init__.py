"""The drill without a screen: queue, session, statistics, and the facade for screens and commands."""
