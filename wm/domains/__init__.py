"""What Weekmotion is: one package per domain, none of which knows HTTP."""
