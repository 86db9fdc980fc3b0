"""Statistics: the figures, their charts and pages."""
