// GET and POST requests by libcurl.
#include <curl/curl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "myelin_archives.h"

static void initialize(void) { curl_global_init(CURL_GLOBAL_DEFAULT); }

struct running {
    CURL *curl;
    struct myelin_transfer *transfer;
    bool began;
};

/// Reads "Content-Range: bytes 100-199/200"; a new status line forgets what an answer before it said.
static size_t take_header(char *line, size_t size, size_t count, void *context) {
    struct myelin_transfer *transfer = ((struct running *)context)->transfer;
    const size_t length = size * count;
    char text[200];
    const size_t kept = length < sizeof text - 1 ? length : sizeof text - 1;
    memcpy(text, line, kept);
    text[kept] = 0;
    if (strncmp(text, "HTTP/", 5) == 0) {
        transfer->first = 0;
        transfer->total = -1;
    } else if (strncasecmp(text, "Content-Range:", 14) == 0) {
        const char *range = text + 14 + strspn(text + 14, " \t");
        if (strncasecmp(range, "bytes ", 6) == 0) {
            const long long first = strtoll(range + 6, NULL, 10);
            transfer->first = first > 0 ? first : 0;
            const char *slash = strchr(range, '/');
            if (slash && slash[1] != '*') transfer->total = strtoll(slash + 1, NULL, 10);
        }
    }
    return length;
}

static void begin(struct running *running) {
    if (running->began) return;
    running->began = true;
    struct myelin_transfer *transfer = running->transfer;
    curl_easy_getinfo(running->curl, CURLINFO_RESPONSE_CODE, &transfer->status);
    curl_off_t length = -1;
    curl_easy_getinfo(running->curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
    if (transfer->total < 0 && length >= 0) transfer->total = transfer->first + length;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context) {
    struct running *running = context;
    begin(running);
    return running->transfer->receive(running->transfer->context, running->transfer, bytes, size * count);
}

static enum myelin_transfer_outcome outcome(CURLcode code) {
    switch (code) {
    case CURLE_OK: return MYELIN_TRANSFER_DONE;
    case CURLE_HTTP_RETURNED_ERROR: return MYELIN_TRANSFER_HTTP_STATUS;
    case CURLE_WRITE_ERROR: return MYELIN_TRANSFER_STOPPED;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT: return MYELIN_TRANSFER_UNREACHABLE;
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
    case CURLE_OPERATION_TIMEDOUT: return MYELIN_TRANSFER_CUT;
    default: return MYELIN_TRANSFER_FAILED;
    }
}

enum myelin_transfer_outcome myelin_transfer(struct myelin_transfer *transfer) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, initialize);
    transfer->status = 0;
    transfer->first = 0;
    transfer->total = -1;
    transfer->message[0] = 0;
    CURL *curl = curl_easy_init();
    if (!curl) {
        strcpy(transfer->message, "libcurl cannot start");
        return MYELIN_TRANSFER_FAILED;
    }
    struct running running = {curl, transfer, false};
    struct curl_slist *headers = NULL;
    char words[CURL_ERROR_SIZE] = "";
    char range[32];
    curl_easy_setopt(curl, CURLOPT_URL, transfer->url);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, words);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "myelin");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_FAILONERROR, 1L);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(curl, CURLOPT_MAXREDIRS, 10L);
#if LIBCURL_VERSION_NUM >= 0x075500
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
#else
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
    curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, transfer->connect_seconds);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, transfer->stall_seconds);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &running);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &running);
    for (const char *const *line = transfer->headers; line && *line; line++) {
        struct curl_slist *longer = curl_slist_append(headers, *line);
        if (!longer) {
            strcpy(transfer->message, "out of memory");
            curl_slist_free_all(headers);
            curl_easy_cleanup(curl);
            return MYELIN_TRANSFER_FAILED;
        }
        headers = longer;
    }
    if (headers) curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    if (transfer->body) {
        curl_easy_setopt(curl, CURLOPT_POST, 1L);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)transfer->body_count);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, transfer->body);
    }
    if (transfer->offset > 0) {
        // Not CURLOPT_RESUME_FROM_LARGE: with that libcurl itself refuses a server that starts anew.
        snprintf(range, sizeof range, "%lld-", (long long)transfer->offset);
        curl_easy_setopt(curl, CURLOPT_RANGE, range);
    }
    const CURLcode code = curl_easy_perform(curl);
    begin(&running);
    const char *message = words[0] ? words : code == CURLE_OK ? "" : curl_easy_strerror(code);
    strncpy(transfer->message, message, sizeof transfer->message - 1);
    transfer->message[sizeof transfer->message - 1] = 0;
    curl_easy_cleanup(curl);
    curl_slist_free_all(headers);
    return outcome(code);
}
