/*
 * The guided tour of gigahost.h. What stands between the two marks is quoted in
 * the header's opening as it is; here it is compiled and run.
 */
#include <stdlib.h>

// begin
#include <gigahost.h>
#include <stdio.h>

// Reports progress, on the calling thread. Anything but 0 cancels.
static int32_t show(const gigahost_progress *now, void *user)
{
    fprintf(user, "%s: %.0f\n", now->stage_name, (double)now->done);
    return 0;
}

// Uploads a file, then lists the account's root folder.
static gigahost_status tour(const char *login, const char *password,
                            const char *path, const char *site)
{
    gigahost_config *config = NULL;
    gigahost_session *session = NULL;
    gigahost_upload_options *options = NULL;
    const gigahost_receipt *receipt = NULL;
    const gigahost_listing *listing = NULL;
    const gigahost_error *error = NULL;
    gigahost_status status = GIGAHOST_OK;
    size_t i;

    // Settings come first. A non-zero status is a failure.
    if (gigahost_config_new(GIGAHOST_RAPIDGATOR, &config, &error) ||
        gigahost_config_set_login(config, login, password, &error))
        goto done;

    // Only needed to run this against another site on this machine.
    if (site != NULL &&
        (gigahost_config_set_base_url(config, site, &error) ||
         gigahost_config_set_plain_http(config, GIGAHOST_HTTP_ALLOW,
                                        &error) ||
         gigahost_config_set_allow_private_addresses(config, 1, &error)))
        goto done;

    // A session logs in automatically on the first call that needs it.
    if (gigahost_session_open(config, &session, &error))
        goto done;

    // Everything about an upload is set in its options.
    if (gigahost_upload_options_new(&options, &error) ||
        gigahost_upload_options_set_progress(options, show, stdout,
                                             &error) ||
        gigahost_upload(session, path, options, &receipt, &error))
        goto done;
    printf("%s is at %s\n", receipt->entry->name, receipt->url);

    // Lists are arrays of pointers. Unknown values are -1 or NULL.
    if (gigahost_list(session, NULL, &listing, &error))
        goto done;
    for (i = 0; i < listing->count; i++)
        printf("%s, %.0f bytes\n", listing->entries[i]->name,
               (double)listing->entries[i]->size);

done:
    if (error != NULL) {
        status = error->status;
        fprintf(stderr, "%s: %s\n", error->status_name, error->message);
    }
    // One function releases all results, and each type of handle has its
    // own. All accept NULL, so it does not matter how far this has got.
    gigahost_free(error);
    gigahost_free(listing);
    gigahost_free(receipt);
    gigahost_upload_options_free(options);
    gigahost_session_close(session);
    gigahost_config_free(config);
    return status;
}
// end

static int failures = 0;

static void check(int held, const char *test, const char *why)
{
    if (held) {
        printf("ok %s\n", test);
    } else {
        printf("FAILED %s: %s\n", test, why);
        failures++;
    }
}

int main(void)
{
    const char *login = "ann@example.test";
    const char *site = getenv("GIGAHOST_TEST_RAPIDGATOR");
    const char *folder = getenv("TMPDIR");
    char path[4096];
    gigahost_status status;
    FILE *file;

    if (site == NULL || folder == NULL) {
        fprintf(stderr, "GIGAHOST_TEST_RAPIDGATOR and TMPDIR are needed\n");
        return 2;
    }
    snprintf(path, sizeof path, "%s/tour.txt", folder);
    file = fopen(path, "wb");
    if (file == NULL || fputs("a tour\n", file) < 0 || fclose(file) != 0) {
        fprintf(stderr, "%s cannot be written\n", path);
        return 2;
    }
    status = tour(login, "correct horse 1", path, site);
    check(status == GIGAHOST_OK, "the_tour_of_the_header_uploads_and_lists",
          gigahost_status_name(status));
    status = tour(login, "wrong", path, site);
    check(status == GIGAHOST_E_AUTH, "the_tour_of_the_header_tells_of_a_refused_password",
          gigahost_status_name(status));
    status = tour(login, "correct horse 1", "/nowhere/at/all", site);
    check(status == GIGAHOST_E_IO, "the_tour_of_the_header_tells_of_a_missing_file",
          gigahost_status_name(status));
    return failures == 0 ? 0 : 1;
}
