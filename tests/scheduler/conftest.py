"""Properties are judged by what they find, not by how long a shared machine takes over an example."""

from hypothesis import HealthCheck, settings

settings.register_profile("memory", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("memory")
