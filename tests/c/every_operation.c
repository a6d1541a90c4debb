/*
 * Every operation of every host, called from C at the emulator, with a look at each answer. The
 * emulator's own log is the proof that it was called, the core's data the list of what there is.
 *
 * native: valgrind
 */
#include "support.h"

#include "every_operation/calls.h"

#include "every_operation/rapidgator.h"

#include "every_operation/giga0.h"

#include "every_operation/uploadgig.h"

#include "every_operation/gett.h"

#include "every_operation/gigags.h"

/* The operations of core/tests/data/operations.json, as they stand there. */
static char *operations_there_are(void)
{
    const char *slash = strrchr(__FILE__, '/');
    char *path = NULL;
    CHECK(asprintf(&path, "%.*s/../../core/tests/data/operations.json",
                   slash ? (int)(slash - __FILE__) : 1, slash ? __FILE__ : ".") > 0);
    char *text = content(path, NULL);
    free(path);
    return text;
}

static void nothing_was_left_out(void)
{
    char *text = operations_there_are();
    size_t calls = 0, all = 0, missing = 0;
    for (const char *at = text; (at = strstr(at, "{\"host\": ")) != NULL; at++) {
        char host[32], name[64];
        CHECK(sscanf(at, "{\"host\": \"%31[a-z0-9]\", \"name\": \"%63[a-z_0-9]\"", host, name) == 2);
        all++;
        if (was_called(host, name)) {
            calls++;
        } else {
            printf("not called: %s.%s\n", host, name);
            missing++;
        }
    }
    free(text);
    printf("operations called from C: %zu of %zu\n", calls, all);
    CHECK(all > 0 && missing == 0);
}

int main(void)
{
    RUN(the_operations_of_rapidgator);
    RUN(the_operations_of_giga0);
    RUN(the_operations_of_giga0_for_administrators);
    RUN(the_operations_of_uploadgig);
    RUN(the_operations_of_gett);
    RUN(a_live_connection_that_is_busy_or_closed_says_so);
    RUN(the_operations_of_gigags);
    RUN(nothing_was_left_out);
    forget_calls();
    return 0;
}
