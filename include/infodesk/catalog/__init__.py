"""The declarative data of an office: models of the TOML files, loading, cross-references."""
