"""What an organiser looks at: typed, frozen rows for lists, search results and figures. Each query is one statement."""
