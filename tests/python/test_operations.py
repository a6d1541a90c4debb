"""Every operation of every host, called by its method against the emulator. The emulator's own log
is the proof that it was called."""

import ast
import contextlib
import inspect
import io
import json
import typing

import pytest

import gigahost
import gigahost.types
from conftest import CREDENTIALS, LOGIN, PASSWORD, ROOT

OPERATIONS = json.loads((ROOT / "core/tests/data/operations.json").read_text())
# The verb `upload` has the name of this operation.
RENAMED = {("gigags", "upload"): "upload_bytes"}
PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0"
)


def method_of(operation):
    name = RENAMED.get((operation["host"], operation["name"]), operation["name"])
    return getattr(type_of(operation["host"]), name)


def type_of(host):
    classes = (
        gigahost.Rapidgator,
        gigahost.Giga0,
        gigahost.UploadGig,
        gigahost.Gett,
        gigahost.GigaGs,
    )
    return dict(zip(gigahost.HOSTS, classes))[host]


def stubs():
    """What the stubs say that each method answers, by class and name."""
    path = ROOT / "python/gigahost/_native.pyi"
    answers = {}
    for node in ast.parse(path.read_text()).body:
        for method in node.body if isinstance(node, ast.ClassDef) else ():
            if isinstance(method, ast.FunctionDef) and method.returns is not None:
                answers[node.name, method.name] = ast.unparse(method.returns)
    return answers


STUBS = stubs()


def assert_is(value, type_, where):
    """Asserts that a value is of a type of the stubs, down to the last field."""
    origin, arguments = typing.get_origin(type_), typing.get_args(type_)
    if type_ is typing.Any:
        return
    if typing.is_typeddict(type_):
        fields = typing.get_type_hints(type_)
        assert set(value) == set(fields), where
        for name, field in fields.items():
            assert_is(value[name], field, f"{where}.{name}")
    elif origin is list:
        assert type(value) is list, where
        for item in value:
            assert_is(item, arguments[0], f"{where}[]")
    elif arguments:
        if value is None:
            assert type(None) in arguments, where
        else:
            rest = [argument for argument in arguments if argument is not type(None)]
            simple = [argument for argument in rest if isinstance(argument, type)]
            if typing.is_typeddict(rest[0]) or typing.get_origin(rest[0]) is list:
                assert_is(value, rest[0], where)
            else:
                assert type(value) in simple, (where, value)
    else:
        assert type(value) is (type(None) if type_ is None else type_), (where, value)


class Checked:
    """A session whose answers are compared with what the stubs say of them."""

    def __init__(self, session):
        self.session = session

    def __getattr__(self, name):
        method = getattr(self.session, name)
        said = STUBS.get((type(self.session).__name__, name), "")
        if not said.startswith("Answer["):
            return method

        def call(*arguments, **options):
            answer = method(*arguments, **options)
            names = {**vars(gigahost.types), "builtins": __import__("builtins"), "Any": typing.Any}
            names["SecretStr"] = gigahost.SecretStr
            assert_is(answer.value, eval(said[len("Answer[") : -1], names), name)
            return answer

        return call


@contextlib.contextmanager
def at(emulator, host, **credentials):
    with emulator.session(host, **credentials) as session:
        yield Checked(session)


def assert_all_called(emulator, host):
    called = {request["operation"] for request in emulator.requests(host)}
    wanted = {operation["name"] for operation in OPERATIONS if operation["host"] == host}
    assert wanted - called == set()
    print(f"operations covered: {host}: {len(wanted)} of {len(wanted)}")


def test_each_operation_has_a_method_that_names_its_document():
    assert len(OPERATIONS) >= 84
    for operation in OPERATIONS:
        method = method_of(operation)
        names = {"rapidgator": "rapidgator ", "giga0": "giga0 ", "uploadgig": "uploadgig "}
        names |= {"gett": "ge.tt ", "gigags": "giga.gs "}
        assert names[operation["host"]] in method.__doc__, operation["name"]
        assert "self" in inspect.signature(method).parameters, operation["name"]


def test_every_operation_of_rapidgator_answers(emulator):
    with at(emulator, "rapidgator") as api:
        login = api.user_login(LOGIN, PASSWORD)
        assert len(login.token) == 26 and repr(login.token) == "'***'"
        assert api.user_info().email == LOGIN
        root = api.folder_info().folder_id
        one = api.folder_create(None, "one").folder_id
        two = api.folder_create(one, "two").folder_id
        assert api.folder_rename(two, "zwei").name == "zwei"
        assert api.folder_change_mode(two, 2).mode == 2
        assert api.folder_copy([two], root).success == 1
        assert api.folder_move([two], root).success == 1
        assert api.folder_delete([two]).success_ids == [two]
        assert api.folder_delete(["99999999"]).fail == 1

        receipt = api.upload(b"hello", name="a.txt")
        file, md5 = receipt.entry.id, receipt.md5
        announced = api.file_upload("again.txt", md5, 5, one)
        assert announced.state == "done"
        assert api.file_upload_info(announced.upload_id).state == "done"
        assert api.file_info(file).hash == md5
        assert api.file_rename(file, "b.txt").name == "b.txt"
        assert api.file_change_mode(file, 3).mode == 3
        assert api.file_copy([file], one).success == 1
        assert api.file_move([file], one).success == 1
        content = api.folder_content(one, sort_column="size")
        assert len(content["folder"]["files"]) >= 2 and content.pager["current"] == 1

        by_hand = api.file_upload("hand.txt", "0cc175b9c0f1b6a831c399e269772661", 1)
        api.upload_bytes(by_hand.url, b"a", name="hand.txt")
        while not (stored := api.file_upload_info(by_hand.upload_id)).file:
            pass
        link = api.file_download(stored.file["file_id"])
        assert repr(link.download_url) == "'***'"
        assert api.download_bytes(link.download_url, io.BytesIO()).bytes == 1

        url = api.file_info(file).url
        dead = "http://rapidgator.net/file/" + "0" * 32
        assert [link["status"] for link in api.file_check_link([url, dead])] == [
            "ACCESS",
            "NO ACCESS",
        ]
        made = api.file_onetimelink_create(file, "https://example.test/called", True)
        assert api.file_onetimelink_info([made.link_id])[0]["notify"] is True
        assert len(api.file_onetimelink_info()) == 1
        assert api.file_xcopy(file, root).file_id != file
        assert api.file_xcopy_url(url, root).file_id != file
        assert api.file_hashcopy(md5, "by-hash.txt", root).name == "by-hash.txt"

        assert api.file_delete([file]).success == 1
        assert len(api.trashcan_content().files) == 1
        assert api.trashcan_restore([file]).success == 1
        assert api.file_delete([file]).success == 1
        assert api.trashcan_empty(all=True).fail == 0
        assert api.trashcan_content().files == []

        job = api.remote_create(["https://example.test/a,b.iso"])[0]["job_id"]
        assert len(api.remote_info([job])) == 1
        assert api.remote_delete([job]).success == 1
        assert len(api.remote_info()) == 0
    assert_all_called(emulator, "rapidgator")


def test_every_operation_of_giga0_answers(emulator):
    with at(emulator, "giga0") as api:
        key1, key2 = CREDENTIALS["giga0"]["keys"]
        authorized = api.authorize(key1=key1, key2=key2)
        assert len(authorized.access_token) == 128
        assert api.account_info().id == authorized.account_id
        assert api.account_package().concurrent_uploads == 5

        one = api.folder_create("one", is_public=1, access_password="open sesame")
        # md5("open sesame")
        assert one.access_password == "54ef36ec71201fdf9d1423fd26f97f6b"
        two = api.folder_create("two", one.id)
        assert two.parent_id == one.id
        edited = api.folder_edit(two.id, folder_name="zwei", is_public=2)
        assert (edited.folder_name, edited.is_public) == ("zwei", 2)
        assert api.folder_move(two.id).parent_id is None
        assert api.folder_info(one.id).folder_name == "one"

        uploaded = api.file_upload(b"hello", "a.txt", one.id)
        file = uploaded.file_id
        assert uploaded.size == 5 and uploaded.error is None
        assert api.file_info(file).filename == "a.txt"
        edited = api.file_edit(file, filename="b.txt", file_type="text/x-b", folder_id=two.id)
        assert (edited.filename, edited.file_type, edited.folder_id) == (
            "b.txt",
            "text/x-b",
            two.id,
        )
        assert api.file_move(file).folder_id is None
        copied = api.file_copy(file, one.id)
        assert copied.original_file["id"] == file and copied.new_file["id"] != file
        listing = api.folder_listing()
        assert (len(listing.folders), len(listing.files)) == (2, 1)

        link = api.file_download(file)
        assert link.filename == "b.txt"
        assert api.file_download_short(uploaded.short_url).file_id == file
        assert api.download_bytes(link.download_url, io.BytesIO()).bytes == 5
        task = api.file_url_upload_add("https://example.test/a+b?c.iso", one.id)
        assert task.url == "https://example.test/a+b?c.iso"
        assert api.file_url_upload_status(task.scheduled_item_id).status == "scheduled"
        assert api.file_delete(file).status == "trash"
        assert api.folder_delete(one.id).json["_status"] == "success"
        gone = api.disable_access_token()
        assert gone.value is None and gone.json["_status"] == "success"
    administrators(emulator)
    assert_all_called(emulator, "giga0")


def administrators(emulator):
    admin = next(a for a in emulator.accounts("giga0") if a["login"].startswith("root@"))
    with at(emulator, "giga0", keys=(admin["key1"], admin["key2"])) as api:
        package = int(api.package_listing()[0]["id"])
        made = api.account_create("cy", "long-enough", "cy@example.test", package, title="Dr")
        assert (made.username, made.title) == ("cy", "Dr")
        assert api.account_edit(made.id, firstname="Cyd").firstname == "Cyd"
        assert api.account_delete(made.id).json["_status"] == "success"


def test_every_operation_of_uploadgig_answers(emulator):
    with at(emulator, "uploadgig") as api:
        action = api.get_upload_action()
        assert "identity=" in action.action
        assert api.upload_bytes(action.action, b"hello", name="a.bin").size == 5
    assert_all_called(emulator, "uploadgig")


def test_every_operation_of_gett_answers(emulator):
    with at(emulator, "gett") as api:
        login = api.users_login(CREDENTIALS["gett"]["api_key"], LOGIN, PASSWORD)
        again = api.users_login_refresh(login.refreshtoken)
        assert again.accesstoken != login.accesstoken
        assert api.users_me().email == LOGIN
        share = api.shares_create("Box").sharename
        assert len(api.shares_list()) == 1
        assert api.shares_update(share).title is None
        assert api.shares_get(share).sharename == share

        with api.live() as live:
            file = api.files_create(share, "a.png", live.session).fileid
            urls = api.files_upload_urls(share, file)
            assert api.upload_put(urls.puturl, PNG, name="a.png").confirmed
            assert live.next(5)["event"] == "filestat"
            assert api.upload_post(urls.posturl, PNG, name="a.png").confirmed
        with pytest.raises(gigahost.HandleError):
            live.next(0)
        assert api.files_get(share, file).size == len(PNG)
        sink = io.BytesIO()
        assert api.files_blob(share, file, sink).bytes == len(PNG)
        assert sink.getvalue() == PNG
        assert api.files_thumb(share, file, io.BytesIO()).bytes > 0
        assert api.files_scale(share, file, 8, 8, io.BytesIO()).bytes > 0
        assert api.files_destroy(share, file).value is None
        api.shares_destroy(share)
    assert_all_called(emulator, "gett")


def test_every_operation_of_gigags_answers(emulator):
    with at(emulator, "gigags") as api:
        token = api.create_token(LOGIN, PASSWORD).value
        assert len(token) == 32 and repr(token) == "'***'"
        assert api.session_token(token).private is True
        assert api.session_login(LOGIN, PASSWORD).private is True
        assert api.session_public().max_file_size_text == "2048MB"
        address = api.get_upload_url().value
        assert address.endswith("/upload")
        uploaded = api.upload_bytes(address, b"hello", "a.mp4")
        files = api.get_files()
        assert files.count == 1 and files.files[0]["filehash"] == uploaded.filehash
        assert len(api.get_files(2, 10).files) == 0
        api.archive(uploaded.filehash)
        assert api.get_files().files[0]["archived"] is True
    assert_all_called(emulator, "gigags")


def test_the_generic_call_reaches_what_has_no_method(emulator, rapidgator):
    answer = rapidgator.call("/api/v2/folder/info")
    assert answer.value["response"]["folder"]["name"] == "root"
    with pytest.raises(gigahost.Error) as refused:
        rapidgator.call("/api/v2/file/tomorrow", {"file_id": "1"})
    assert refused.value.http_status == 404
