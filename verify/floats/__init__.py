"""Networks of floating-point numbers, as people train them: what they hold, exactly, and what may be said of them."""
