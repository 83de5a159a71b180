// Conversions between dtypes.
#include "instructions.h"

// A float outside the integer's range gives the nearest bound and NaN gives 0: C leaves both undefined. The upper
// bounds are those that the float type can hold.
#define WITHIN(x, low, high) ((x) != (x) ? 0 : (x) < (low) ? (low) : (x) > (high) ? (high) : (x))

#define NUMBER(name, width, R, X) MYELIN_UNARY(name, width, R, X, x)
#define TO_BOOL(name, width, X) MYELIN_UNARY(name, width, uint8_t, X, x != 0)

NUMBER(float32_to_float64, 4, double, float)
MYELIN_UNARY(float32_to_int32, 8, int32_t, float, WITHIN(x, -2147483648.0f, 2147483520.0f))
MYELIN_UNARY(float32_to_int64, 4, int64_t, float, WITHIN(x, -9223372036854775808.0f, 9223371487098961920.0f))
MYELIN_UNARY(float32_to_uint8, 8, uint8_t, float, (int32_t)WITHIN(x, 0.0f, 255.0f))
TO_BOOL(float32_to_bool, 8, float)

NUMBER(float64_to_float32, 4, float, double)
MYELIN_UNARY(float64_to_int32, 4, int32_t, double, WITHIN(x, -2147483648.0, 2147483647.0))
MYELIN_UNARY(float64_to_int64, 4, int64_t, double, WITHIN(x, -9223372036854775808.0, 9223372036854774784.0))
MYELIN_UNARY(float64_to_uint8, 4, uint8_t, double, (int32_t)WITHIN(x, 0.0, 255.0))
TO_BOOL(float64_to_bool, 4, double)

NUMBER(int32_to_float32, 8, float, int32_t)
NUMBER(int32_to_float64, 4, double, int32_t)
NUMBER(int32_to_int64, 4, int64_t, int32_t)
NUMBER(int32_to_uint8, 8, uint8_t, int32_t)
TO_BOOL(int32_to_bool, 8, int32_t)

NUMBER(int64_to_float32, 4, float, int64_t)
NUMBER(int64_to_float64, 4, double, int64_t)
NUMBER(int64_to_int32, 4, int32_t, int64_t)
NUMBER(int64_to_uint8, 4, uint8_t, int64_t)
TO_BOOL(int64_to_bool, 4, int64_t)

// Bool is a byte 0 or 1, so that it converts as UInt8 does.
NUMBER(uint8_to_float32, 8, float, uint8_t)
NUMBER(uint8_to_float64, 4, double, uint8_t)
NUMBER(uint8_to_int32, 8, int32_t, uint8_t)
NUMBER(uint8_to_int64, 4, int64_t, uint8_t)
TO_BOOL(uint8_to_bool, 16, uint8_t)

#define COPY(name, bytes)                                                                              \
    static void name(void *destination, const void *a, const void *b, const void *c, int64_t count,    \
                     double immediate) {                                                               \
        (void)b, (void)c, (void)immediate;                                                             \
        if (destination != a) memcpy(destination, a, (size_t)count * bytes);                           \
    }
COPY(copy_1, 1)
COPY(copy_4, 4)
COPY(copy_8, 8)

// In the order of myelin_dtype.
const myelin_vector_function myelin_conversions[6][6] = {
    {copy_4, float32_to_float64, float32_to_int32, float32_to_int64, float32_to_uint8, float32_to_bool},
    {float64_to_float32, copy_8, float64_to_int32, float64_to_int64, float64_to_uint8, float64_to_bool},
    {int32_to_float32, int32_to_float64, copy_4, int32_to_int64, int32_to_uint8, int32_to_bool},
    {int64_to_float32, int64_to_float64, int64_to_int32, copy_8, int64_to_uint8, int64_to_bool},
    {uint8_to_float32, uint8_to_float64, uint8_to_int32, uint8_to_int64, copy_1, uint8_to_bool},
    {uint8_to_float32, uint8_to_float64, uint8_to_int32, uint8_to_int64, copy_1, copy_1},
};
