"""The Weak screen."""
