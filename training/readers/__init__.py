"""One reader a corpus: from its published form to examples."""
