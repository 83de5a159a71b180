// The CPU engine and its stream, made once and kept for the life of the process.
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "internal.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static dnnl_engine_t engine;
static dnnl_stream_t stream;
static dnnl_status_t status;

static void make_engine(void) {
    status = dnnl_engine_create(&engine, dnnl_cpu, 0);
    if (status == dnnl_success) status = dnnl_stream_create(&stream, engine, dnnl_stream_default_flags);
}

dnnl_engine_t myelin_engine(char *message) {
    pthread_once(&once, make_engine);
    if (status == dnnl_success) return engine;
    myelin_onednn_fail(message, status, "cannot start oneDNN on this CPU");
    return NULL;
}

dnnl_stream_t myelin_stream(void) {
    return stream;
}

void myelin_execute(const_dnnl_primitive_t primitive, int count, const dnnl_exec_arg_t *arguments) {
    dnnl_status_t result = dnnl_primitive_execute(primitive, stream, count, arguments);
#if DNNL_CPU_RUNTIME == DNNL_RUNTIME_SYCL
    // Only here does a CPU stream return before the work is done.
    if (result == dnnl_success) result = dnnl_stream_wait(stream);
#endif
    // Everything that can be refused was refused at creation; a kernel has no way to report what is left.
    if (result != dnnl_success) fprintf(stderr, "myelin: oneDNN failed to run a primitive (status %d)\n", (int)result);
}

dnnl_primitive_attr_t myelin_attributes(int32_t relu, char *message) {
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t result = dnnl_primitive_attr_create(&attributes);
    if (result == dnnl_success) result = dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user);
    if (result == dnnl_success && relu) {
        dnnl_post_ops_t operations = NULL;
        result = dnnl_post_ops_create(&operations);
        if (result == dnnl_success) result = myelin_append_relu(operations);
        if (result == dnnl_success) result = dnnl_primitive_attr_set_post_ops(attributes, operations);
        if (operations != NULL) dnnl_post_ops_destroy(operations);
    }
    if (result == dnnl_success) return attributes;
    if (attributes != NULL) dnnl_primitive_attr_destroy(attributes);
    myelin_onednn_fail(message, result, "cannot make a primitive's attributes");
    return NULL;
}

const char *myelin_implementation(const_dnnl_primitive_desc_t description) {
    const char *name = NULL;
    if (dnnl_primitive_desc_query(description, dnnl_query_impl_info_str, 0, &name) != dnnl_success) name = NULL;
    return name == NULL ? "unknown" : name;
}

int myelin_is_reference(const_dnnl_primitive_desc_t description) {
    return strncmp(myelin_implementation(description), "ref", 3) == 0;
}

static const char *status_text(dnnl_status_t value) {
    switch (value) {
    case dnnl_out_of_memory: return "out of memory";
    case dnnl_invalid_arguments: return "invalid arguments";
    case dnnl_unimplemented: return "not implemented for these layouts and sizes";
    case dnnl_runtime_error: return "run-time error";
    default: return "failed";
    }
}

void myelin_onednn_fail(char *message, dnnl_status_t value, const char *format, ...) {
    if (message == NULL) return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, MYELIN_ONEDNN_MESSAGE, format, arguments);
    va_end(arguments);
    if (value == dnnl_success) return;
    size_t length = strlen(message);
    snprintf(message + length, MYELIN_ONEDNN_MESSAGE - length, " (oneDNN: %s)", status_text(value));
}
