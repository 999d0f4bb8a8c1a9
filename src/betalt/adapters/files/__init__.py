"""Files of unpaid invoices, as bookkeeping programs and spreadsheets export them."""
