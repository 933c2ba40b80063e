"""Texts on their way to the public: articles, revisions and their content hash."""
