"""The service's own server: `python -m cms.server`. Bounds in time and number whatever clients can hold (ADR 25)."""
