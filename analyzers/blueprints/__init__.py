"""Small runnable systems of the kinds that postings are about; reports show their source, tests run them.

Each runs on a CPU in seconds with what the project installs. Models are tiny and untrained where no weights are to be
had: what they show is the structure, not quality.
"""
