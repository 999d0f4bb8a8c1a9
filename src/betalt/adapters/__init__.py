"""How the outside speaks: files, banks, mail, typesetting, the database server."""
