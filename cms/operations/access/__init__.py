"""Logging in to the admin through an issuer of OpenID Connect, or by an operator's link where nothing else is left."""
