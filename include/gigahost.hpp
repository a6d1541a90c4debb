// libgigahost for C++17 and later: a thin, header-only layer over gigahost.h. Link with the library
// itself and nothing else.
//
//     gigahost::session session(
//         gigahost::config(gigahost::host::rapidgator).login(login, password));
//     gigahost::upload_options options;
//     options.progress = [](const gigahost::progress &now) {
//         std::cerr << now.stage_name() << ": " << now.done() << " bytes\n";
//     };
//     std::cout << session.upload("film.mkv", options).url().value_or("") << '\n';
//
// Handles (session, config, cancel_token, bandwidth, queue, receipt_log, live) are objects that
// may be moved, not copied. Results (entry, listing, receipt, value, ...) share their data: copies
// are cheap, and the strings in them, all std::string_view, live as long as any copy. What a host
// does not report is an empty std::optional. Options are plain structs. Calls throw
// gigahost::error. An exception that leaves one of your callbacks ends the transfer, and the call
// throws that same exception.
//
// gigahost.h has the full documentation; c_handle() of each object gives access to its functions.
#ifndef GIGAHOST_HPP
#define GIGAHOST_HPP

#include "gigahost/queue.hpp"   // IWYU pragma: export
#include "gigahost/session.hpp" // IWYU pragma: export

#endif // GIGAHOST_HPP
