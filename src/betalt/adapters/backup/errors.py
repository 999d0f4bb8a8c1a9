"""The one error of a backup's file."""


class BackupError(ValueError):
    """A backup's file cannot be written or trusted; the message says why and what to do."""
