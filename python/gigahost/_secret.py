"""Text that must not be seen by accident."""


class SecretStr(str):
    """A text whose `repr` is `'***'`: a token, a password, or a URL that is a credential itself.

    It is a `str` in every other way: printing or formatting it shows the text.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return "'***'"


SecretStr.__module__ = "gigahost"
