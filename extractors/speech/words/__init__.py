"""What is said: recognisers behind one protocol, read again where in doubt, written as people read it."""
