"""Django's PostgreSQL backend, which starts betalt's own server when the first connection is asked for."""
