"""What every room's tests share: the databases' fixtures, and hypothesis without a stop-watch."""

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.databases"]

# Two shared cores say nothing about the code: an example may take its time.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
