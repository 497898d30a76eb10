"""Teaching the coder: the corpus, the model, its training and its export."""
