"""The sandbox: a payment gateway of our own for trying things out, a process of its own that knows nothing of the site."""
