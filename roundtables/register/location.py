"""Where registers lie: the default place, the backups beside one, and whether a path is on a network share."""

import os
import sys
from pathlib import Path

SUFFIX = ".roundtables"
NAMED = "ROUNDTABLES_REGISTER"
"""The variable of the environment that names the usual register."""
NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "webdav", "fuse.sshfs", "9p", "ncpfs"}
)
DRIVE_REMOTE = 4


def default_register() -> Path:
    """The register that is opened when none is named: `ROUNDTABLES_REGISTER`, else one in the user's data folder."""
    import platformdirs

    named = os.environ.get(NAMED)
    if named:
        return Path(named)
    return Path(platformdirs.user_data_dir("Roundtables", appauthor=False)) / f"register{SUFFIX}"


def backup_folder(path: Path) -> Path:
    """The folder beside a register that its copies are kept in."""
    return path.with_name(f"{path.stem} backups")


def on_network_share(path: Path) -> bool:
    """Whether a path lies on a share, where SQLite's write-ahead log is unsafe. Unknown counts as local."""
    folder = path.absolute().parent
    if sys.platform == "win32":
        import ctypes

        return str(folder).startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(folder.anchor) == DRIVE_REMOTE
    if sys.platform == "linux":
        return _file_system(folder, Path("/proc/mounts")) in NETWORK_FILE_SYSTEMS
    return _is_remote_mount(folder)


def _file_system(folder: Path, mounts: Path) -> str:
    """The type of the file system a folder is on, from a table of mounts (fstab(5)): the longest mount point wins."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    best, kind = -1, ""
    real = folder.resolve()
    for line in lines:
        _device, point, file_system, *_rest = line.split(" ")
        mounted = Path(point.replace("\\040", " "))
        if len(point) > best and (real == mounted or mounted in real.parents):
            best, kind = len(point), file_system
    return kind


def _is_remote_mount(folder: Path) -> bool:
    """On macOS, servers are mounted below /Volumes and are other devices than the system's."""
    try:
        remote = folder.resolve().parts[:2] == ("/", "Volumes")
        return remote and folder.stat().st_dev != Path("/").stat().st_dev
    except OSError:
        return False
