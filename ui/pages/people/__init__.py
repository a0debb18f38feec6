"""People and organisations: the lists, a person's page, an organisation's."""
