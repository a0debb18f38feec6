"""A connection to a server that is encrypted with a verified certificate, and what went wrong with it in words."""

import socket
import ssl

from roundtables.transport.errors import CertificateWrong, NotEncrypted, ServerNotThere, ServerTrouble

EXPIRED, NOT_YET, OTHER_NAME, OTHER_ADDRESS = 10, 9, 62, 64
"""OpenSSL's numbers of what can be wrong with a certificate (x509_vfy.h); 18 to 21: whose authority is not known."""
WHY = {
    EXPIRED: CertificateWrong.EXPIRED,
    NOT_YET: CertificateWrong.NOT_YET,
    OTHER_NAME: CertificateWrong.OTHER_NAME,
    OTHER_ADDRESS: CertificateWrong.OTHER_NAME,
    **dict.fromkeys((18, 19, 20, 21), CertificateWrong.NOT_TRUSTED),
}


def connected(host: str, port: int, seconds: float) -> socket.socket:
    """A connection, not encrypted yet. Raises ServerNotThere."""
    try:
        return socket.create_connection((host, port), timeout=seconds)
    except (OSError, UnicodeError, OverflowError) as error:
        raise in_words(error, host, port) from error


def encrypted(plain: socket.socket, host: str, port: int) -> ssl.SSLSocket:
    """The connection under TLS, its certificate verified and made out for the host.

    The authorities are the system's, or those of SSL_CERT_FILE. Raises CertificateWrong, NotEncrypted, ServerNotThere.
    """
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except (OSError, ValueError) as error:
        plain.close()
        raise in_words(error, host, port) from error


def in_words(error: Exception, host: str, port: int) -> ServerTrouble:
    """What went wrong with a connection."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return CertificateWrong(host, WHY.get(error.verify_code, str(error.verify_message)))
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return ServerNotThere(host, port, ServerNotThere.HUNG_UP)
    if isinstance(error, ssl.SSLError):
        return NotEncrypted(host, port)
    return ServerNotThere(host, port, _why_not_there(error))


def _why_not_there(error: Exception) -> str:
    if isinstance(error, socket.gaierror | UnicodeError | ValueError):
        return ServerNotThere.UNKNOWN_NAME
    if isinstance(error, TimeoutError):
        return ServerNotThere.NO_ANSWER
    if isinstance(error, ConnectionRefusedError):
        return ServerNotThere.REFUSED
    return ServerNotThere.HUNG_UP if isinstance(error, ConnectionError) else ServerNotThere.NO_NETWORK
