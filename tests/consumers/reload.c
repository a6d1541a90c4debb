/* Loads and unloads the library again and again, then twice at once. */
#define _GNU_SOURCE 1
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef int32_t config_new_fn(int32_t host, void **out, const void **error);
typedef int32_t config_free_fn(void *config);

static void *symbol(void *library, const char *name)
{
    void *found = library ? dlsym(library, name) : NULL;
    if (found == NULL) fprintf(stderr, "%s: %s\n", name, dlerror());
    return found;
}

/* Makes a handle, and leaves it to the caller. */
static void *made(void *library)
{
    config_new_fn *make;
    void *config = NULL, *address = symbol(library, "gigahost_config_new");
    if (address == NULL) return NULL;
    memcpy(&make, &address, sizeof make);
    return make(1, &config, NULL) == 0 ? config : NULL;
}

static int32_t freed(void *library, void *config)
{
    config_free_fn *give_back;
    void *address = symbol(library, "gigahost_config_free");
    memcpy(&give_back, &address, sizeof give_back);
    return give_back(config);
}

int main(int count, char **arguments)
{
    void *first, *second, *config;
    int round;
    if (count != 2) return 2;
    for (round = 0; round < 100; round++) {
        first = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
        config = made(first);
        if (config == NULL || freed(first, config) != 0 || dlclose(first) != 0) return 1;
    }
    first = dlmopen(LM_ID_NEWLM, arguments[1], RTLD_NOW);
    second = dlmopen(LM_ID_NEWLM, arguments[1], RTLD_NOW);
    config = made(first);
    if (config == NULL || made(second) == NULL) return 1;
    /* Each copy has its own handles: the other one refuses this. */
    if (freed(second, config) == 0 || freed(first, config) != 0) return 1;
    if (dlclose(second) != 0 || dlclose(first) != 0) return 1;
    printf("loaded %d times, then in 2 namespaces\n", round);
    return 0;
}
