/* Writes behind a block: must be reported. */
#include <stdlib.h>

int main(void)
{
    volatile char *block = malloc(8);
    block[8] = 1;
    free((void *)block);
    return 0;
}
