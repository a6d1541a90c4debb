/* Loses a block: must be reported. */
#include <stdlib.h>

int main(void)
{
    void *volatile block = malloc(100);
    block = NULL;
    return block != NULL;
}
