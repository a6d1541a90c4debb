# Builds and installs libgigahost, the C library.
#
#   make
#   make docs                             the reference of the headers, if doxygen is there
#   make install PREFIX=/usr/local        also LIBDIR=, INCLUDEDIR=, DOCDIR=, DESTDIR=
#   make uninstall                        with the same variables
#
# Wants cargo, a C compiler, binutils and GNU make. `make install` runs no cargo once the library is
# built, so `make && sudo make install` works where only the user has Rust.
#
# For another system than this one: SYSTEM=linux, macos or windows, POINTER= (bytes of a pointer), and what
# builds for it in CARGO_BUILD, CARGO_BUILD_TARGET, LD, OBJCOPY, NM and AR. packaging/build sets them.

PREFIX     ?= /usr/local
LIBDIR     ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
DOCDIR     ?= $(PREFIX)/share/doc/gigahost
DESTDIR    ?=

CARGO      ?= cargo
CARGO_BUILD ?= $(CARGO) build
CARGOFLAGS ?=
INSTALL    ?= install
OBJCOPY    ?= objcopy
NM         ?= nm

UNAME  := $(shell uname -s)
SYSTEM ?= $(if $(filter Darwin,$(UNAME)),macos,$(if $(filter MINGW% MSYS% CYGWIN%,$(UNAME)),windows,linux))

VERSION := $(shell sed -n '/^\[workspace.package\]/,/^\[/s/^version = "\(.*\)"/\1/p' Cargo.toml)
# The number in the SONAME that ffi/build.rs gives.
ABI     := 0
# For CMake: a program of another word size must not find this library.
POINTER ?= $(shell expr "$$(getconf LONG_BIT)" / 8)

TARGET_DIR := $(or $(CARGO_TARGET_DIR),target)
BUILT      := $(TARGET_DIR)/$(if $(CARGO_BUILD_TARGET),$(CARGO_BUILD_TARGET)/)dist
SOURCES    := Cargo.toml Cargo.lock $(shell find allocator core system ffi/Cargo.toml ffi/build.rs ffi/src -type f)
HEADERS    := $(wildcard include/gigahost.h include/gigahost.hpp)
PARTS      := $(wildcard include/gigahost/*)
REFERENCE  := $(TARGET_DIR)/reference/c
DOCUMENTS  := README.md CHANGELOG.md SECURITY.md LICENSE-APACHE LICENSE-MIT

# What cargo makes, what of it is installed under which names, and what a program links beside the static one.
ifeq ($(SYSTEM),windows)
DLL      := $(BUILT)/gigahost.dll
SHARED   := gigahost.dll
BINDIR   ?= $(PREFIX)/bin
SHAREDIR := $(BINDIR)
PRIVATE  := -lws2_32 -luserenv -lntdll -ldbghelp -ladvapi32 -lbcrypt -lcrypt32 -lkernel32
else ifeq ($(SYSTEM),macos)
DLL      := $(BUILT)/libgigahost.dylib
SHARED   := libgigahost.$(ABI).dylib
SONAME   := @rpath/$(SHARED)
SHAREDIR := $(LIBDIR)
PRIVATE  := -lm -Wl,-framework,Security -Wl,-framework,CoreFoundation
else
DLL      := $(BUILT)/libgigahost.so
SHARED   := libgigahost.so.$(VERSION)
SONAME   := libgigahost.so.$(ABI)
SHAREDIR := $(LIBDIR)
PRIVATE  := -lpthread -lm -ldl
endif
# Empty: none is made.
STATIC   ?= $(BUILT)/static/libgigahost.a

pkgconfig := $(LIBDIR)/pkgconfig
cmake     := $(LIBDIR)/cmake/gigahost

# Installed trees may be moved: the way from LIBDIR up to PREFIX stands in their files, if there is one.
# A tree in /usr stays there, but may lie inside the system root of a cross compiler, and pkg-config
# puts that root before plain paths only.
empty   :=
space   := $(empty) $(empty)
below   := $(patsubst $(PREFIX)/%,%,$(filter $(PREFIX)/%,$(LIBDIR)))
up      := $(subst $(space),/,$(patsubst %,..,$(subst /,$(space),$(below))))
movable := $(if $(below),$(filter-out /usr,$(PREFIX)))

substitute = sed -e 's|@VERSION@|$(VERSION)|g' -e 's|@POINTER@|$(POINTER)|g' \
	-e 's|@LIBDIR@|$(LIBDIR:$(PREFIX)/%=$${prefix}/%)|g' \
	-e 's|@INCLUDEDIR@|$(INCLUDEDIR:$(PREFIX)/%=$${prefix}/%)|g' \
	-e 's|@SHARED@|$(SHAREDIR:$(PREFIX)/%=$${prefix}/%)/$(SHARED)|g' -e 's|@SYSTEM@|$(SYSTEM)|g' -e 's|@SONAME@|$(SONAME)|g' \
	-e 's|@PRIVATE@|$(PRIVATE)|g' -e 's|@PRIVATE_LIBRARIES@|$(subst $(space),;,$(PRIVATE:-l%=%))|g'

all: $(DLL) $(STATIC)

# The reference of the headers, by doxygen. `make install` installs it where it was made.
docs: $(REFERENCE)/index.html

$(REFERENCE)/index.html: $(HEADERS) $(PARTS) ffi/pkg/Doxyfile ffi/pkg/reference.md
	rm -rf "$(REFERENCE)"
	mkdir -p "$(dir $(REFERENCE))"
	GIGAHOST_ROOT="$(CURDIR)" GIGAHOST_REFERENCE="$(dir $(REFERENCE))" doxygen ffi/pkg/Doxyfile

# Paths of the machine that builds stay out: the same sources give the same bytes anywhere.
# CARGO_ENCODED_RUSTFLAGS, because RUSTFLAGS cannot hold a path with a space.
$(DLL): $(SOURCES)
	@command -v $(CARGO) >/dev/null || { echo "cargo is not there: see https://rustup.rs" >&2; exit 1; }
	home=$${CARGO_HOME:-$$HOME/.cargo}; separator=$$(printf '\037'); flags=; \
	for flag in $$RUSTFLAGS; do flags="$$flags$$flag$$separator"; done; \
	flags="$$flags--remap-path-prefix=$$home=cargo$$separator--remap-path-prefix=$$(pwd -P)=gigahost"; \
	CFLAGS="$$CFLAGS -ffile-prefix-map=$$home=cargo" CARGO_ENCODED_RUSTFLAGS="$$flags" \
	$(CARGO_BUILD) -p gigahost-ffi --profile dist --locked $(CARGOFLAGS)
	@touch -c "$@"

# Two Rust libraries in one program bring the same standard library: here everything but the functions of
# the header is made local, in one object. What Rust leaves beside its code for its own linker goes.
$(BUILT)/static/libgigahost.a: $(DLL) ffi/pkg/symbols-in-versions ffi/pkg/only-ours
	LD="$(LD)" OBJCOPY="$(OBJCOPY)" AR="$(AR)" NM="$(NM)" \
		ffi/pkg/only-ours $(SYSTEM) "$(BUILT)/libgigahost.a" ffi/pkg/symbols-in-versions "$@"

install: $(DLL) $(STATIC)
	$(INSTALL) -d "$(DESTDIR)$(LIBDIR)" "$(DESTDIR)$(SHAREDIR)" "$(DESTDIR)$(pkgconfig)" \
		"$(DESTDIR)$(cmake)" "$(DESTDIR)$(INCLUDEDIR)" "$(DESTDIR)$(DOCDIR)"
	$(INSTALL) -m 755 "$(DLL)" "$(DESTDIR)$(SHAREDIR)/$(SHARED)"
ifeq ($(SYSTEM),windows)
	$(INSTALL) -m 644 "$(BUILT)/libgigahost.dll.a" "$(DESTDIR)$(LIBDIR)/libgigahost.dll.a"
else ifeq ($(SYSTEM),macos)
	ln -sf $(SHARED) "$(DESTDIR)$(LIBDIR)/libgigahost.dylib"
else
	ln -sf $(SHARED) "$(DESTDIR)$(LIBDIR)/libgigahost.so.$(ABI)"
	ln -sf libgigahost.so.$(ABI) "$(DESTDIR)$(LIBDIR)/libgigahost.so"
endif
	$(if $(STATIC),$(INSTALL) -m 644 "$(STATIC)" "$(DESTDIR)$(LIBDIR)/libgigahost.a")
	$(INSTALL) -m 644 $(HEADERS) "$(DESTDIR)$(INCLUDEDIR)"
	$(if $(PARTS),$(INSTALL) -d "$(DESTDIR)$(INCLUDEDIR)/gigahost")
	$(if $(PARTS),$(INSTALL) -m 644 $(PARTS) "$(DESTDIR)$(INCLUDEDIR)/gigahost")
	$(substitute) -e 's|@PREFIX@|$(if $(movable),$${pcfiledir}/../$(up),$(PREFIX))|' \
		ffi/pkg/gigahost.pc.in >"$(DESTDIR)$(pkgconfig)/gigahost.pc"
	$(substitute) -e 's|@PREFIX@|$(if $(below),$${here}/../../$(up),$(PREFIX))|' \
		ffi/pkg/gigahost-config.cmake.in >"$(DESTDIR)$(cmake)/gigahost-config.cmake"
	$(substitute) \
		ffi/pkg/gigahost-config-version.cmake.in >"$(DESTDIR)$(cmake)/gigahost-config-version.cmake"
	chmod 644 "$(DESTDIR)$(pkgconfig)/gigahost.pc" "$(DESTDIR)$(cmake)"/*.cmake
	$(INSTALL) -m 644 $(DOCUMENTS) "$(DESTDIR)$(DOCDIR)"
	@if test -f "$(REFERENCE)/index.html"; then \
		rm -rf "$(DESTDIR)$(DOCDIR)/html" && cp -r "$(REFERENCE)" "$(DESTDIR)$(DOCDIR)/html"; \
		chmod -R u=rwX,go=rX "$(DESTDIR)$(DOCDIR)/html"; \
	fi
	@test -n "$(DESTDIR)" || test "$$(id -u)" != 0 || ! command -v ldconfig >/dev/null || ldconfig

uninstall:
	rm -f "$(DESTDIR)$(SHAREDIR)/$(SHARED)" "$(DESTDIR)$(LIBDIR)/libgigahost.so.$(ABI)" \
		"$(DESTDIR)$(LIBDIR)/libgigahost.so" "$(DESTDIR)$(LIBDIR)/libgigahost.dylib" \
		"$(DESTDIR)$(LIBDIR)/libgigahost.dll.a" "$(DESTDIR)$(LIBDIR)/libgigahost.a" \
		"$(DESTDIR)$(INCLUDEDIR)/gigahost.h" "$(DESTDIR)$(INCLUDEDIR)/gigahost.hpp" \
		"$(DESTDIR)$(pkgconfig)/gigahost.pc"
	rm -rf "$(DESTDIR)$(cmake)" "$(DESTDIR)$(INCLUDEDIR)/gigahost" "$(DESTDIR)$(DOCDIR)"

.PHONY: all docs install uninstall
.DELETE_ON_ERROR:
