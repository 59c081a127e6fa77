"""The log as followers outside read it: what changed after a token, and all there is with the token to follow from."""
