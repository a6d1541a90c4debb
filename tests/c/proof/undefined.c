/* Lets an integer overflow: must be reported. */
#include <limits.h>

int main(void)
{
    volatile int number = INT_MAX;
    number = number + 1;
    return 0;
}
