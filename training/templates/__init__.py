"""Makes the weights and counts of `src/dateline/data/templates`: what fills MUC-4 templates out of a reading."""
