"""Every rule of the sources and every article of 令121, and the test that shows it."""
