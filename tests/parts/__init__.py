"""The real parts that tests run on: reader service, screen, buses, keyring, printer. Refuses to fake any of them."""
