"""The interface for programs: the law as JSON, described by OpenAPI 3.1 at /api/openapi.json."""
