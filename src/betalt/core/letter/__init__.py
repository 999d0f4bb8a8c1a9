"""What a letter says and must say."""
