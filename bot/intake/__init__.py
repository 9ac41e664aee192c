"""What comes in: polling → inbox table → one worker a lane → one transaction an update."""
