"""The demo community: a cast, their pictures and twenty-four short films, all drawn by code."""
