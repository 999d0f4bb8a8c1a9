"""Who works in an office: users and their roles, invitations, leaving."""
