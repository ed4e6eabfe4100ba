"""Components of the NLU pipeline in `config.yml`."""
