"""Passwords and tokens: in the system's keyring, else in memory until the program ends; never in a file."""

import logging

log = logging.getLogger(__name__)
_remembered: dict[tuple[str, str], str] = {}


def secret(name: str, user: str) -> str | None:
    """The password or token kept under a name for a user; None where none is: then it has to be asked for."""
    import keyring
    from keyring.errors import KeyringError

    if (name, user) in _remembered:
        return _remembered[name, user]
    if not can_keep():
        return None
    try:
        return keyring.get_password(name, user)
    except KeyringError:
        log.warning("the keyring does not answer")
        return None


def keep(name: str, user: str, value: str) -> bool:
    """Keep a secret in the keyring; where there is none, until the program ends. Returns whether it outlasts that."""
    import keyring
    from keyring.errors import KeyringError

    _remembered[name, user] = value
    if not can_keep():
        return False
    try:
        keyring.set_password(name, user, value)
    except KeyringError:
        log.warning("the keyring takes nothing")
        return False
    return True


def forget(name: str, user: str) -> None:
    """Forget a secret, in the keyring too."""
    import keyring
    from keyring.errors import KeyringError

    _remembered.pop((name, user), None)
    if can_keep():
        try:
            keyring.delete_password(name, user)
        except KeyringError:
            log.info("the keyring had nothing to forget")


def can_keep() -> bool:
    """Whether the system has a keyring that keeps secrets encrypted: others write plain files."""
    import keyring
    from keyring.backends import chainer, fail, null

    backend = keyring.get_keyring()
    if isinstance(backend, chainer.ChainerBackend):
        return bool(backend.backends)
    plain = type(backend).__module__.startswith("keyrings.alt")
    return not plain and not isinstance(backend, fail.Keyring | null.Keyring)
