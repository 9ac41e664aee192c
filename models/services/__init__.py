"""What may be done: each public function is one use case in its caller's transaction; none of them commits."""
