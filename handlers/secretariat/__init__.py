"""What staff do at the desk: look, ask, answer, decide, correct, and write down what is said at the counter."""
