/* Closing while others call. */
#include "support.h"

enum { THREADS = 8, ROUNDS = 300 };

static gigahost_session *shared[ROUNDS];
static pthread_barrier_t together;
static int closed_by, worked, refused;

/* Every thread calls on the session of the round; one after the other closes it meanwhile. */
static void *call_and_close(void *place)
{
    long number = (long)(intptr_t)place;
    for (int round = 0; round < ROUNDS; round++) {
        pthread_barrier_wait(&together);
        for (int again = 0; again < 20; again++) {
            if (again == 10 && round % THREADS <= number)
                if (gigahost_session_close(shared[round]) == GIGAHOST_OK)
                    __atomic_add_fetch(&closed_by, 1, __ATOMIC_RELAXED);
            gigahost_session *view = NULL;
            int32_t status = gigahost_session_with_deadline(shared[round], 1000, &view, NULL);
            int32_t host = gigahost_session_host(shared[round]);
            CHECK(host == 0 || host == GIGAHOST_RAPIDGATOR);
            if (status == GIGAHOST_OK) {
                CHECK(gigahost_session_host(view) == GIGAHOST_RAPIDGATOR);
                CHECK(gigahost_session_close(view) == GIGAHOST_OK);
                __atomic_add_fetch(&worked, 1, __ATOMIC_RELAXED);
            } else {
                CHECK(status == GIGAHOST_E_HANDLE && view == NULL);
                __atomic_add_fetch(&refused, 1, __ATOMIC_RELAXED);
            }
        }
    }
    return NULL;
}

static void on_threads(void *(*work)(void *))
{
    pthread_t threads[THREADS];
    CHECK(pthread_barrier_init(&together, NULL, THREADS) == 0);
    for (long at = 0; at < THREADS; at++)
        CHECK(pthread_create(&threads[at], NULL, work, (void *)(intptr_t)at) == 0);
    for (int at = 0; at < THREADS; at++) CHECK(pthread_join(threads[at], NULL) == 0);
    pthread_barrier_destroy(&together);
}

static void r219_a_close_that_races_with_calls_is_seen_once_and_harms_none(void)
{
    for (int round = 0; round < ROUNDS; round++) shared[round] = quiet_session(GIGAHOST_RAPIDGATOR);
    on_threads(call_and_close);
    CHECK(closed_by == ROUNDS);
    CHECK(worked > 0 && refused > 0);
}

static gigahost_session *live;
static int answered, too_late;

/* Thread 0 closes in the middle of the calls of all others. */
static void *list_until_closed(void *place)
{
    pthread_barrier_wait(&together);
    for (int again = 0; again < 40; again++) {
        if (place == NULL && again == 3) CHECK(gigahost_session_close(live) == GIGAHOST_OK);
        const gigahost_listing *listing = NULL;
        int32_t status = gigahost_list(live, NULL, &listing, NULL);
        CHECK(status == GIGAHOST_OK || status == GIGAHOST_E_HANDLE);
        CHECK((status == GIGAHOST_OK) == (listing != NULL));
        CHECK(gigahost_free(listing) == GIGAHOST_OK);
        __atomic_add_fetch(status == GIGAHOST_OK ? &answered : &too_late, 1, __ATOMIC_RELAXED);
    }
    return NULL;
}

static void r219_calls_on_the_wire_finish_undisturbed_when_their_session_is_closed(void)
{
    live = session_at(GIGAHOST_RAPIDGATOR);
    EXPECT(GIGAHOST_OK, gigahost_login(live, &error));
    on_threads(list_until_closed);
    CHECK(answered >= 3 && too_late > 0);
}

static const gigahost_error *results[ROUNDS];
static int freed;

static void *free_the_same(void *unused)
{
    (void)unused;
    for (int round = 0; round < ROUNDS; round++) {
        pthread_barrier_wait(&together);
        if (gigahost_free(results[round]) == GIGAHOST_OK)
            __atomic_add_fetch(&freed, 1, __ATOMIC_RELAXED);
    }
    return NULL;
}

static void r232_a_result_freed_by_eight_threads_at_once_is_freed_once(void)
{
    for (int round = 0; round < ROUNDS; round++)
        CHECK(gigahost_login(NULL, &results[round]) == GIGAHOST_E_ARGUMENT);
    on_threads(free_the_same);
    CHECK(freed == ROUNDS);
}

/* Handles come and go on all threads: none may ever be another's. */
static void *come_and_go(void *place)
{
    int32_t host = 1 + (int32_t)(intptr_t)place % 5;
    pthread_barrier_wait(&together);
    for (int round = 0; round < 200; round++) {
        gigahost_session *session = quiet_session(host);
        CHECK(gigahost_session_host(session) == host);
        end(session);
        CHECK(gigahost_session_host(session) == 0);
    }
    return NULL;
}

static void r219_handles_made_and_closed_on_eight_threads_stay_apart(void)
{
    on_threads(come_and_go);
}

int main(void)
{
    RUN(r219_a_close_that_races_with_calls_is_seen_once_and_harms_none);
    RUN(r219_calls_on_the_wire_finish_undisturbed_when_their_session_is_closed);
    RUN(r232_a_result_freed_by_eight_threads_at_once_is_freed_once);
    RUN(r219_handles_made_and_closed_on_eight_threads_stay_apart);
    return 0;
}
