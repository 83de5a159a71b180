// The one shim over libcurl, libzip and zlib: what Swift cannot call (variadic functions), and SHA-256, which none of the
// three has. The rest of libzip and zlib is used as it is.
#ifndef MYELIN_ARCHIVES_H
#define MYELIN_ARCHIVES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zip.h>
#include <zlib.h>

/// What a transfer ended with.
enum myelin_transfer_outcome {
    MYELIN_TRANSFER_DONE,
    MYELIN_TRANSFER_HTTP_STATUS,    ///< the server answered with a status of 400 or more; see `status`
    MYELIN_TRANSFER_CUT,            ///< the connection ended or stalled before the end of the body
    MYELIN_TRANSFER_UNREACHABLE,    ///< no network, unknown host, no answer
    MYELIN_TRANSFER_STOPPED,        ///< `receive` took less than it was given
    MYELIN_TRANSFER_FAILED          ///< anything else; see `message`
};

/// One request: GET, or POST if there is a body to send. The caller fills in the first part.
struct myelin_transfer {
    const char *url;                ///< http or https; redirections are followed
    int64_t offset;                 ///< asks for the body from this byte on; 0 for all of it
    const void *body;               ///< what to send; NULL for GET
    size_t body_count;              ///< how many bytes
    const char *const *headers;     ///< lines "Name: value" to send besides, NULL at their end; NULL for none
    long connect_seconds;           ///< how long a connection may take
    long stall_seconds;             ///< how long nothing may come
    void *context;                  ///< handed to `receive`
    /// Gets the body piece by piece, after `status`, `first` and `total` are known; returns how many bytes it took.
    size_t (*receive)(void *context, const struct myelin_transfer *transfer, const void *bytes, size_t count);

    long status;                    ///< of the last answer, 0 if there was none
    int64_t first;                  ///< where in the file the body begins: `offset` if the server resumes, else 0
    int64_t total;                  ///< the file's size in bytes, -1 if the server does not say
    char message[256];              ///< libcurl's words for what failed
};

/// Carries a request out; blocks until its end.
enum myelin_transfer_outcome myelin_transfer(struct myelin_transfer *transfer);

/// A running SHA-256 (FIPS 180-4).
struct myelin_sha256 {
    uint32_t state[8];
    uint64_t count;                 ///< bytes so far
    uint8_t block[64];
};

void myelin_sha256_begin(struct myelin_sha256 *hash);
void myelin_sha256_add(struct myelin_sha256 *hash, const void *bytes, size_t count);
void myelin_sha256_end(struct myelin_sha256 *hash, uint8_t digest[32]);

#endif
