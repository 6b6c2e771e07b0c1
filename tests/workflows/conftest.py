from tests.servers import temporal  # noqa: F401
