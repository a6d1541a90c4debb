/* Reads a result of the library after it was given back: must be reported, though the library
   itself is not built with a sanitizer. */
#include <gigahost.h>
#include <stdio.h>

int main(void)
{
    const gigahost_error *error = NULL;
    gigahost_config *config = NULL;
    gigahost_status status = gigahost_config_new(77, &config, &error);
    if (status != GIGAHOST_E_ARGUMENT || gigahost_free(error) != GIGAHOST_OK) return 2;
    return error->host == 77;
}
