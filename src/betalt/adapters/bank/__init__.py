"""Files that banks send: payments to bankgiro, plusgiro and accounts, in the formats of four decades."""
