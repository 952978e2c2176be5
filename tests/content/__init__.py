"""What people publish, tried."""
