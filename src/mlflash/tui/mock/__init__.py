"""The mock interview's screens."""
