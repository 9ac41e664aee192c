"""What goes out: the transport, the two-lane rate limiter, and the senders that use them."""
