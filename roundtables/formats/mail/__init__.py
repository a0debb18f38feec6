"""Mail as bytes: invitations and messages out (RFC 6047), answers in."""
