/* Writes behind a block: must be reported. */
#include <stdlib.h>

int main(void)
{
    char *volatile block = malloc(8);
    block[8] = 1;
    free(block);
    return 0;
}
