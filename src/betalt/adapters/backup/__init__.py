"""A backup's file: one authenticated, encrypted stream of tables, with what it holds told at its end."""
