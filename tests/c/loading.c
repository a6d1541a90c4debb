/* Loading and unloading the library at run time. */
#include "support.h"

#include <dlfcn.h>

static const char *library(void)
{
    Dl_info about;
    CHECK(dladdr((void *)(uintptr_t)gigahost_version, &about) != 0);
    return about.dli_fname;
}

/* What a plug-in does: finds everything by name. */
static void use(void *loaded)
{
    int32_t (*new_config)(int32_t, gigahost_config **, const gigahost_error **);
    int32_t (*open_session)(const gigahost_config *, gigahost_session **, const gigahost_error **);
    int32_t (*free_config)(gigahost_config *), (*close_session)(gigahost_session *);
    *(void **)&new_config = dlsym(loaded, "gigahost_config_new");
    *(void **)&open_session = dlsym(loaded, "gigahost_session_open");
    *(void **)&free_config = dlsym(loaded, "gigahost_config_free");
    *(void **)&close_session = dlsym(loaded, "gigahost_session_close");
    CHECK(new_config != NULL && open_session != NULL && free_config && close_session);
    gigahost_config *config = NULL;
    gigahost_session *session = NULL;
    CHECK(new_config(GIGAHOST_UPLOADGIG, &config, NULL) == GIGAHOST_OK);
    CHECK(open_session(config, &session, NULL) == GIGAHOST_OK);
    CHECK(free_config(config) == GIGAHOST_OK && close_session(session) == GIGAHOST_OK);
}

static void r228_the_library_is_loaded_and_unloaded_a_hundred_times(void)
{
    for (int round = 0; round < 100; round++) {
        void *loaded = dlopen(library(), RTLD_NOW | RTLD_LOCAL);
        CHECK(loaded != NULL);
        use(loaded);
        CHECK(dlclose(loaded) == 0);
    }
}

static void r228_two_copies_in_one_process_know_nothing_of_each_other(void)
{
    void *other = dlmopen(LM_ID_NEWLM, library(), RTLD_NOW);
    if (other == NULL) fail(__FILE__, __LINE__, "%s", dlerror());
    int32_t (*close_there)(gigahost_session *);
    *(void **)&close_there = dlsym(other, "gigahost_session_close");
    CHECK(close_there != NULL && close_there != gigahost_session_close);
    use(other);
    gigahost_session *session = session_at(GIGAHOST_GETT);
    CHECK(close_there(session) == GIGAHOST_E_HANDLE);
    CHECK(gigahost_session_host(session) == GIGAHOST_GETT);
    end(session);
    CHECK(dlclose(other) == 0);
}

/* A program that was not linked against the library, as plug-in hosts are not. */
static void r228_a_program_that_only_ever_loads_it_can_let_it_go(void)
{
    pid_t child = fork();
    if (child == 0) {
        char *source = temporary("plugin.c"), *program = temporary("plugin"), *command = NULL;
        FILE *file = fopen(source, "w");
        CHECK(file != NULL);
        fprintf(file,
                "#include <dlfcn.h>\n#include <stdint.h>\n"
                "int main(int n, char **v) {\n"
                "  for (int i = 0; i < 100; i++) {\n"
                "    void *l = dlopen(v[n - 1], RTLD_NOW);\n    if (!l) return 2;\n"
                "    int32_t (*make)(int32_t, void **, void *);\n"
                "    int32_t (*give)(void *);\n    void *c = 0;\n"
                "    *(void **)&make = dlsym(l, \"gigahost_config_new\");\n"
                "    *(void **)&give = dlsym(l, \"gigahost_config_free\");\n"
                "    if (make(1, &c, 0) || give(c) || dlclose(l)) return 3;\n"
                "  }\n  return 0;\n}\n");
        fclose(file);
        CHECK(asprintf(&command, "cc '%s' -o '%s' -ldl && '%s' '%s'", source, program, program,
                       library()) > 0);
        int status = system(command);
        unlink(source);
        unlink(program);
        _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 99);
    }
    reap(child, 0);
}

int main(void)
{
    RUN(r228_the_library_is_loaded_and_unloaded_a_hundred_times);
    RUN(r228_two_copies_in_one_process_know_nothing_of_each_other);
    RUN(r228_a_program_that_only_ever_loads_it_can_let_it_go);
    return 0;
}
