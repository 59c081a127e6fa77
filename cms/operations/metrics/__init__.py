"""What the service counts, and how it stands, in Prometheus' format at METRICS_ADDRESS (ADR 84)."""
