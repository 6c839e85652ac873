"""Settings, addresses, the `noaber` command: where the rooms meet. No rules of its own."""
