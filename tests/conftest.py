"""Settings that every test shares."""

from hypothesis import HealthCheck, settings

# Property tests run on shared 2-core machines: what is slow there is the machine, not the property.
settings.register_profile("rolescan", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("rolescan")
