"""The verbs of the `noaber` command, one module each. Django is loaded only by those that need it."""
