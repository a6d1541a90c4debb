"""What tests/examples_native.py works with: an installed tree, the emulator, programs that run. The
examples in Python run with the last of these too."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOSTS = ["rapidgator", "giga0", "uploadgig", "gett", "gigags"]
PATIENCE = 30
#: The control address is on this machine, whatever proxy the environment names.
DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"]
COMPILERS = {
    "c": [("gcc", "gcc"), ("clang", "clang")],
    "cpp": [("g++", "g++"), ("clang++", "clang")],
}
STANDARD = {"c": "-std=c99", "cpp": "-std=c++17"}


class Skipped(Exception):
    """This cannot be checked here; the text says why."""


def library(package):
    """Gets a Debian package, if that is allowed."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"installing {package}", flush=True)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
        if subprocess.run(install, **quiet).returncode != 0:
            subprocess.run(["apt-get", "update", "-qq"], **quiet)
            subprocess.run(install, **quiet)


def tool(program, package):
    """The path of a program; gets its Debian package first if that is allowed and it is missing."""
    if not shutil.which(program):
        library(package)
    path = shutil.which(program)
    if not path:
        raise Skipped(f"{program} is not here, and the package {package} could not be installed")
    return path


def cargo_build(features=""):
    """Builds library and emulator, as the tests of all crates do, so that nothing is built once more;
    gives the paths of both."""
    # An example beside them, because only then do all crates have the features that tests need.
    out = subprocess.run(
        ["cargo", "build", "--locked", "--workspace", "--lib", "--bins", "--example", "quickstart",
         "--features", features, "--message-format=json-render-diagnostics"],
        cwd=ROOT, check=True, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True,
    ).stdout
    messages = [json.loads(line) for line in out.splitlines()]
    built = {m["target"]["name"]: m for m in messages if m["reason"] == "compiler-artifact"
             and {"cdylib", "bin"} & set(m["target"]["kind"])}
    library = next(file for file in built["gigahost"]["filenames"] if file.endswith(".so"))
    return Path(library), Path(built["gigahost-emulator"]["executable"])


def install(library, prefix):
    """A tree as an installation has it: header, library under its SONAME, pkg-config file."""
    pkgconfig = prefix / "lib" / "pkgconfig"
    pkgconfig.mkdir(parents=True)
    shutil.copytree(ROOT / "include", prefix / "include")
    shutil.copy(library, prefix / "lib" / "libgigahost.so.0")
    (prefix / "lib" / "libgigahost.so").symlink_to("libgigahost.so.0")
    (pkgconfig / "gigahost.pc").write_text(
        f"prefix={prefix}\nincludedir=${{prefix}}/include\nlibdir=${{prefix}}/lib\n"
        "Name: gigahost\nDescription: five file hosts\nVersion: 0.1.0\n"
        "Cflags: -I${includedir}\nLibs: -L${libdir} -lgigahost\n"
    )


class Emulator:
    """The five hosts; ends with the pipe that is its standard input."""

    def __init__(self, program):
        self.process = subprocess.Popen(
            [program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.urls = json.loads(self.process.stdout.readline())
        accounts = {host: about["accounts"] for host, about in self.control("GET", "/hosts").items()}
        self.accounts = {
            host: next(a for a in accounts[host] if a["login"] == "ann@example.test") for host in HOSTS
        }

    def control(self, method, path, body=None):
        request = urllib.request.Request(
            self.urls["control"] + path, method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        with DIRECTLY.open(request, timeout=PATIENCE) as answer:
            return json.loads(answer.read() or b"null")

    def files(self, host):
        return self.control("GET", f"/files?host={host}")[host]

    def requests(self, host, operation):
        return self.control("GET", f"/requests?host={host}&operation={operation}")

    def fault(self, host, operation, kind, **fields):
        self.control("POST", "/faults", {"host": host, "operation": operation, "kind": kind, **fields})

    def environment(self):
        """All that the examples read, for the account at each host."""
        variables = {}
        for host, account in self.accounts.items():
            prefix = f"GIGAHOST_{host.upper()}_"
            variables[prefix + "LOGIN"] = account["login"]
            variables[prefix + "PASSWORD"] = account["password"]
            variables[prefix + "URL"] = self.urls[host]
        giga0, gett = self.accounts["giga0"], self.accounts["gett"]
        variables["GIGAHOST_GIGA0_KEY1"] = giga0["key1"]
        variables["GIGAHOST_GIGA0_KEY2"] = giga0["key2"]
        variables["GIGAHOST_GETT_API_KEY"] = gett["key1"]
        return variables

    def stop(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(timeout=PATIENCE)


def until(condition, what):
    """Asks again until it holds."""
    deadline = time.monotonic() + PATIENCE
    while not (value := condition()):
        assert time.monotonic() < deadline, f"never came: {what}"
        time.sleep(0.01)
    return value


class Program:
    """A program that runs, with what it says on standard error so far."""

    def __init__(self, command, folder, environment):
        self.err_path = folder / ".stderr"
        with open(self.err_path, "wb") as err:
            self.process = subprocess.Popen(
                command, cwd=folder, env=environment, text=True, stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, stderr=err,
            )

    def err(self):
        return self.err_path.read_text().replace("\r", "\n")

    def says(self, pattern):
        def found():
            assert self.process.poll() is None, f"ended with {self.process.returncode}:\n{self.err()}"
            return re.search(pattern, self.err())

        until(found, f"{pattern!r} on standard error")

    def tell(self, line):
        """Writes a line to its standard input."""
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def end(self):
        """Ends its input and waits for the end; gives code, output and standard error."""
        try:
            out, _ = self.process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
            raise
        err = self.err()
        self.err_path.unlink()
        return Ran(self.process.returncode, out, err)


class Ran:
    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def ends(self, code):
        assert self.code == code, f"exit code {self.code} in place of {code}:\n{self.out}\n{self.err}"
        return self

    def shows(self, *patterns):
        for pattern in patterns:
            found = re.search(pattern, self.out, re.MULTILINE | re.IGNORECASE)
            assert found, f"nothing like {pattern!r} in:\n{self.out}\n{self.err}"
        return self

    def complains(self, *patterns):
        for pattern in patterns:
            assert re.search(pattern, self.err, re.MULTILINE), f"nothing like {pattern!r} in:\n{self.err}"
        return self


def compiled(command, output, **where):
    """Runs a compiler; gives what it made."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, **where)
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}"
    return output


class Examples:
    """Builds each example the first time that it is asked for."""

    def __init__(self, tree, folder, environment):
        self.tree, self.folder, self.environment, self.built = tree, folder, environment, {}

    def names(self):
        for language in COMPILERS:
            for path in sorted((ROOT / "examples" / language).glob(f"*.{language}")):
                yield f"{language}/{path.stem}"
        yield from ("luajit/upload", "go/upload", "node/upload", "java/upload")

    def command(self, name):
        if name not in self.built:
            try:
                self.built[name] = self.build(*name.split("/"))
            except Skipped as why:
                self.built[name] = why
        if isinstance(self.built[name], Skipped):
            raise self.built[name]
        return self.built[name]

    def build(self, language, name):
        output = self.folder / f"{language}-{name}"
        if language == "luajit":
            tool("pkg-config", "pkg-config")
            return [tool("luajit", "luajit"), str(ROOT / "examples/luajit" / f"{name}.lua")]
        if language == "node":
            node, npm = tool("node", "nodejs"), tool("npm", "npm")
            folder = shutil.copytree(ROOT / "examples/node", self.folder / "node",
                                     ignore=shutil.ignore_patterns("node_modules"))
            compiled([npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"], folder, cwd=folder)
            return [node, str(folder / f"{name}.js")]
        if language == "java":
            javac, jar = tool("javac", "default-jdk-headless"), Path("/usr/share/java/jna.jar")
            if not jar.exists():
                library("libjna-java")
            if not jar.exists():
                raise Skipped("JNA is not here, and the package libjna-java could not be installed")
            source = ROOT / "examples/java" / f"{name.capitalize()}.java"
            classes = self.folder / "java"
            compiled([javac, "-cp", jar, "-d", classes, source], classes)
            return ["java", "-cp", f"{jar}:{classes}", name.capitalize()]
        if language == "go":
            tool("pkg-config", "pkg-config")
            command = [tool("go", "golang-go"), "build", "-o", output, "."]
            # In a folder of its own: Go's cache does not see when pkg-config says something else.
            folder = shutil.copytree(ROOT / "examples/go", self.folder / "go")
            return [compiled(command, output, cwd=folder, env=self.environment)]
        if name == "windows":
            raise Skipped("it is for Windows: `tests/run --systems windows/example` runs it")
        [(compiler, package), *others] = COMPILERS[language]
        for other, other_package in others:
            self.compile(language, name, other, other_package, self.folder / f"{language}-{name}-{other}")
        return [self.compile(language, name, compiler, package, output)]

    def compile(self, language, name, compiler, package, output):
        source = ROOT / "examples" / language / f"{name}.{language}"
        return compiled(
            [tool(compiler, package), STANDARD[language], *WARNINGS, f"-I{self.tree}/include", source,
             "-o", output, f"-L{self.tree}/lib", "-lgigahost"], output)


if __name__ == "__main__":
    sys.exit("this is a part of tests/examples_native.py")
