"""What users write, for `mypy --strict`: it is read by the type checker and never run."""

import datetime
import io
import pathlib
from typing import assert_type

import gigahost
from gigahost.types import GettFile, RapidgatorBatchResult, RapidgatorFolderContent, RapidgatorJob


def credentials() -> dict[str, str]:
    return {"login": "ann@example.test", "password": "secret"}


def show(progress: gigahost.Progress) -> None:
    assert_type(progress.total, int | None)
    assert_type(progress.rate, float | None)


def transfers() -> None:
    timeouts: gigahost.types.Timeouts = {"connect": 5, "call": datetime.timedelta(minutes=1)}
    with gigahost.Rapidgator("ann@example.test", "secret", timeouts=timeouts) as session:
        assert_type(session, gigahost.Rapidgator)
        receipt = session.upload("film.mkv", folder="12", on_progress=show)
        session.upload(b"content", name="a.bin", on_progress=lambda progress: progress.done < 9)
        session.upload(io.BytesIO(b"content"), name="a.bin", length=7)
        assert_type(receipt.entry.size, int | None)
        assert_type(receipt.delete_url, gigahost.SecretStr | None)
        download = session.download(receipt.entry, pathlib.Path("films"), existing="unique")
        assert_type(download.path, pathlib.Path | None)
        with open("film.mkv", "wb") as file:
            session.with_timeout(60).download("7", file, cancel=gigahost.CancelToken())


def verbs(session: gigahost.Session) -> None:
    for entry in session.list():
        assert_type(entry, gigahost.Entry)
    assert_type(session.list()[0:2], tuple[gigahost.Entry, ...])
    assert_type(session.delete(["1", "2"]).failed, list[tuple[str, str | None]])
    assert_type(session.check_links(["https://example.test"]), list[gigahost.LinkStatus])
    session.trash_empty(all=True)


def operations(api: gigahost.Rapidgator, gett: gigahost.Gett) -> None:
    content = api.folder_content(page=2, per_page=100)
    assert_type(content, gigahost.Answer[RapidgatorFolderContent])
    assert_type(content.value["folder"]["files"][0]["size"], int | None)
    assert_type(api.file_delete(["1"]), gigahost.Answer[RapidgatorBatchResult])
    assert_type(api.remote_info().value, list[RapidgatorJob])
    assert_type(gett.files_get("share", "file").value, GettFile)


def errors(session: gigahost.Session) -> None:
    try:
        session.account()
    except gigahost.RateLimited as error:
        assert_type(error.retry_after, float | None)
    except FileNotFoundError:
        pass
    except gigahost.Error as error:
        assert_type(error.status, str)


assert_type(gigahost.open("giga0", keys=("k", "q")), gigahost.Giga0)
assert_type(gigahost.open("gett", credentials=credentials), gigahost.Gett)
