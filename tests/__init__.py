"""What Weekmotion promises, tried."""
