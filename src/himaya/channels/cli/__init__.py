"""The command line `himaya`: what is typed becomes one call of a service or selector."""
