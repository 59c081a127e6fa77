"""Whether the service is well: what `/healthz` and `/readyz` answer, and what each check looks at (ADR 83)."""
