"""What the shipped binaries are: their size, what they need, what they give, what they cost."""

import os
import re
import shutil

from .common import (BUILT, CONSUMERS, LIST, ROOT, VERSION, check, functions_in_header, installed,
                     needs, run, scratch, shared_library)

# With what unpacks files that come compressed (70 KB) and reads the options file (60 KB).
LARGEST = 5_250_000


def dynamic():
    """The dynamic section: pairs of tag and value."""
    return re.findall(r"\((\w+)\)\s+(.*)", run("readelf", "-dW", shared_library()))


@check
def the_library_needs_only_libc_libm_and_libgcc():
    needed = {re.search(r"\[(.*)\]", value)[1] for tag, value in dynamic() if tag == "NEEDED"}
    loader = {name for name in needed if name.startswith("ld-linux")}
    assert "libc.so.6" in needed, needed
    assert needed - loader <= {"libc.so.6", "libm.so.6", "libgcc_s.so.1"}, needed
    print(f"needs: {' '.join(sorted(needed))}")


@check
def the_soname_has_the_number_of_the_abi():
    assert ("SONAME", "Library soname: [libgigahost.so.0]") in dynamic(), dynamic()


@check
def the_stripped_library_is_at_most_5_mb():
    copy = scratch() / "stripped.so"
    shutil.copyfile(shared_library(), copy)
    run("strip", copy)
    size, shipped = copy.stat().st_size, shared_library().stat().st_size
    print(f"stripped size: {size} bytes")
    assert shipped - size < 4096, f"shipped with {shipped - size} bytes that strip takes away"
    assert size <= LARGEST, f"{size} bytes are more than {LARGEST}"


@check
def r281_the_library_is_hardened():
    tags = dict(dynamic())
    headers = run("readelf", "-lW", shared_library())
    stack = re.search(r"GNU_STACK.*", headers)[0]
    assert " RW " in stack and "E" not in stack.split()[-2], stack
    assert "GNU_RELRO" in headers, headers
    assert "NOW" in tags.get("FLAGS", "") + tags.get("FLAGS_1", ""), tags
    assert not {"RPATH", "RUNPATH", "TEXTREL"} & tags.keys(), tags
    assert "TEXTREL" not in tags.get("FLAGS", ""), tags
    writable = [line for line in headers.splitlines() if re.search(r"LOAD.* RWE ", line)]
    assert not writable, writable


@check
def r280_no_path_of_the_building_machine_is_in_the_binaries():
    home = os.environ.get("CARGO_HOME") or os.path.expanduser("~/.cargo")
    places = {str(ROOT), home, os.path.expanduser("~"), os.path.join(os.sep, "home", "")}
    for library in (BUILT / "libgigahost.so", BUILT / "libgigahost.a", shared_library(),
                    installed() / "lib" / "libgigahost.a"):
        content = library.read_bytes()
        for place in places:
            at = content.find(place.encode())
            assert at < 0, f"{library.name} has {content[at:at + 120]!r}"


@check
def r242_the_library_exports_what_header_and_list_name():
    lines = run("nm", "-D", "--defined-only", "--format=posix", shared_library()).splitlines()
    exports = sorted(line.split()[0] for line in lines)
    header = functions_in_header()
    listed = sorted(symbols_listed())
    print(f"symbols: header {len(header)} = exports {len(exports)} = list {len(listed)}")
    assert len(header) > 50, header
    assert set(exports) == set(header), set(exports) ^ set(header)
    assert set(listed) == set(header), (
        f"tests/packages.py --bless puts these into {LIST.name}: {set(listed) ^ set(header)}"
    )


@check
def only_the_functions_of_the_header_are_global_in_the_static_library():
    lines = run("nm", "--extern-only", "--defined-only", "--format=posix",
                installed() / "lib" / "libgigahost.a").splitlines()
    found = sorted(line.split()[0] for line in lines if len(line.split()) > 1)
    assert found == functions_in_header(), set(found) ^ set(functions_in_header())


def symbols_listed():
    """The symbols of the list, with the versions they came in."""
    lines = [line for line in LIST.read_text().splitlines() if line and not line.startswith("#")]
    listed = {name: version for name, version in map(str.split, lines)}
    assert len(listed) == len(lines), "a symbol stands twice in the list"
    numbers = {name: [int(part) for part in version.split(".")] for name, version in listed.items()}
    newest = [int(part) for part in VERSION.split(".")]
    assert all(number <= newest for number in numbers.values()), "a version to come is in the list"
    assert lines == sorted(lines), "the list is not in order"
    return listed


def bless_symbols():
    """Adds what the header has and the list has not; drops what this version added and lost."""
    known = symbols_listed() if LIST.exists() else {}
    header = functions_in_header()
    gone = {name for name in known if name not in header and known[name] != VERSION}
    assert not gone, f"released symbols are gone: {sorted(gone)}"
    head = [line for line in LIST.read_text().splitlines() if line.startswith("#")]
    lines = [f"{name} {known.get(name, VERSION)}" for name in header]
    LIST.write_text("\n".join([*head, *lines]) + "\n")
    print(f"{LIST.relative_to(ROOT)}: {len(lines)} symbols")


def instructions(program, *arguments):
    """What callgrind counts while a program runs."""
    out = run("valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, *arguments)
    return int(re.search(r"Collected : (\d+)", out)[1])


@check
def loading_costs_at_most_a_tenth_of_loading_libcurl():
    needs("valgrind")
    program = scratch() / "load"
    run("gcc", "-O1", CONSUMERS / "load.c", "-o", program, "-ldl")
    alone = instructions(program)
    ours = instructions(program, shared_library())
    # With everything that it loads in turn: that is what its users pay.
    curl = instructions(program, "libcurl.so.4")
    print(f"instructions: dlopen libgigahost {ours}, dlopen libcurl and what it needs {curl}, "
          f"without dlopen {alone}")
    assert ours * 10 <= curl, f"{ours} are more than a tenth of {curl}"
    assert (ours - alone) * 10 <= curl - alone, "more than a tenth without the program itself"


@check
def r228_the_library_can_be_loaded_again_and_in_two_namespaces():
    program = scratch() / "reload"
    run("gcc", "-O1", "-Wall", "-Wextra", "-Werror", CONSUMERS / "reload.c", "-o", program, "-ldl")
    assert run(program, shared_library()) == "loaded 100 times, then in 2 namespaces\n"
