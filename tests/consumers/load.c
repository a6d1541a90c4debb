/* Only loads a library: what its users pay before they have called anything. */
#include <dlfcn.h>
#include <stdio.h>

int main(int count, char **arguments)
{
    if (count < 2) return 0;
    if (dlopen(arguments[1], RTLD_NOW) != NULL) return 0;
    fprintf(stderr, "%s\n", dlerror());
    return 1;
}
