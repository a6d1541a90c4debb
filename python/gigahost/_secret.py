"""Text that must not be shown by accident."""


class SecretStr(str):
    """A string whose `repr` is `'***'`: a token, a password, or a URL that is a credential itself.

    In every other way it is a `str`: printing or formatting it shows the text.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return "'***'"


SecretStr.__module__ = "gigahost"
