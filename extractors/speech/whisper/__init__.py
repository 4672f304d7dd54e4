"""The default recogniser: openai-whisper's networks with a batched beam search of our own."""
