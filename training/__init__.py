"""How the encoder is trained: corpora read, heads fitted, the model written. Never imported at run time."""
