"""What a file system is opened with, and what of that is pickled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import gigahost
from fsspec.config import conf  # type: ignore[import-untyped]
from fsspec.spec import AbstractFileSystem  # type: ignore[import-untyped]
from fsspec.utils import stringify_path  # type: ignore[import-untyped]

from ._accounts import Account, account, secrets_in
from ._many import Many
from .._credentials import is_account
from .._tree import Tree

# Options that are fsspec's and not the session's.
_OF_FSSPEC = frozenset(
    {
        "use_listings_cache",
        "listings_expiry_time",
        "max_paths",
        "skip_instance_cache",
        "asynchronous",
        "loop",
        "batch_size",
    }
)
_EXPIRY = 30.0


class Configured(AbstractFileSystem):  # type: ignore[misc]
    """A file system on the session of an account."""

    #: The name of the host.
    host: ClassVar[str]
    protocol = "gigahost"
    root_marker = ""

    def __init__(
        self, login: str | None = None, password: str | None = None, **options: Any
    ) -> None:
        super().__init__(**options)
        pair = {"login": login, "password": password}
        self._options = {name: value for name, value in pair.items() if value is not None}
        for name, value in options.items():
            if name not in _OF_FSSPEC:
                self._options[name] = value
        self._expiry = float(options.get("listings_expiry_time") or _EXPIRY)
        if not options.get("use_listings_cache", True):
            self._expiry = 0.0

    @property
    def _account(self) -> Account:
        return account(self.host, self._options, self._expiry)

    @property
    def session(self) -> gigahost.Session:
        """The session of this account in this process."""
        return self._account.session

    @property
    def _tree(self) -> Tree:
        return self._account.tree

    @classmethod
    def _strip_protocol(cls, path: Any) -> Any:
        if isinstance(path, list):
            return [cls._strip_protocol(one) for one in path]
        url = stringify_path(path)
        if profile := cls._profile(url):
            url = url.replace(f"{profile}@", "", 1)
        return super()._strip_protocol(url).lstrip("/")

    @classmethod
    def _profile(cls, url: str) -> str:
        """`work` of `rapidgator://work@/films`; empty if there is none."""
        start = f"{cls.protocol}://"
        name, at, rest = url.removeprefix(start).partition("@")
        is_one = url.startswith(start) and at and rest[:1] in ("", "/") and is_account(f"{cls.host}.{name}")
        return name if is_one else ""

    @classmethod
    def _get_kwargs_from_urls(cls, path: str) -> dict[str, Any]:
        profile = cls._profile(path)
        return {"credentials": f"env:{profile}"} if profile else {}

    # Many files: one that fails does not keep the others.

    def put(self, lpath: Any, rpath: Any, recursive: bool = False, **kwargs: Any) -> None:
        """Uploads a file, a list of files, or a folder. What fails does not keep the rest: then the first
        failure is raised, with the others as notes."""
        many = Many(self, from_folder=recursive)
        AbstractFileSystem.put(many, lpath, rpath, recursive=recursive, **kwargs)
        many.tell()

    def get(self, rpath: Any, lpath: Any, recursive: bool = False, **kwargs: Any) -> None:
        """Downloads a file, a list of files, or a folder. What fails does not keep the rest: then the first
        failure is raised, with the others as notes."""
        many = Many(self, from_folder=recursive)
        AbstractFileSystem.get(many, rpath, lpath, recursive=recursive, **kwargs)
        many.tell()

    # Pickling: configuration, and secrets only when asked.

    def _public_options(self) -> dict[str, Any]:
        """The storage options without what the other process finds by itself.

        TypeError if a secret is among the others.
        """
        options = dict(self.storage_options)
        for name, value in zip(("login", "password"), self.storage_args):
            options[name] = value
        if options.get("picklable_secrets"):
            return options
        configured = conf.get(self.protocol, {})
        options = {
            name: value
            for name, value in options.items()
            if name not in configured or configured[name] != value
        }
        if secrets := secrets_in(options):
            raise TypeError(
                f"this file system has secrets ({', '.join(sorted(secrets))}), which are not "
                "pickled unasked: use `credentials='env'`, a function as `credentials`, fsspec's "
                "configuration, or `picklable_secrets=True`"
            )
        return options

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return _remake, (type(self), self._public_options())

    def to_dict(self, *, include_password: bool = True) -> dict[str, Any]:
        """The configuration as a dictionary.

        TypeError if it has secrets that were not released.
        """
        public = self._public_options()
        if not include_password:
            hidden = secrets_in(public)
            public = {name: value for name, value in public.items() if name not in hidden}
        cls = type(self)
        described = {"cls": f"{cls.__module__}:{cls.__name__}", "protocol": self.protocol}
        return {**described, "args": (), **public}


def _remake(cls: type[Configured], options: dict[str, Any]) -> Configured:
    """What a pickled file system becomes again."""
    return cls(**options)
