/* Writes behind a block: must be reported. */
#include <stdlib.h>

int main(void)
{
    /* Volatile, so that no optimisation sees through it. */
    volatile size_t length = 8;
    volatile char *block = malloc(length);
    block[length] = 1;
    free((void *)block);
    return 0;
}
