"""The network: mail out and in, calendars on servers. Only to where the user has set it up."""
