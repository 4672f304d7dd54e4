"""Pages: PDFs and pictures to lines, lines to blocks in reading order."""
