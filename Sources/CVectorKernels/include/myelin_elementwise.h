// Fused elementwise programs: a short list of vector instructions run over cache-sized tiles, one pass over memory.
#ifndef MYELIN_ELEMENTWISE_H
#define MYELIN_ELEMENTWISE_H

#include <stdint.h>

typedef enum myelin_dtype {
    MYELIN_FLOAT32 = 0,
    MYELIN_FLOAT64 = 1,
    MYELIN_INT32 = 2,
    MYELIN_INT64 = 3,
    MYELIN_UINT8 = 4,
    MYELIN_BOOL = 5  // one byte, 0 or 1
} myelin_dtype;

enum { MYELIN_TILE = 512, MYELIN_MAXIMUM_RANK = 8 };

/// What an instruction computes. `x`, `y`, `z` are its operands a, b, c; `i` its immediate.
/// F: Float32 and Float64. N: F, Int32, Int64 and UInt8. A: all dtypes. B: Bool.
typedef enum myelin_opcode {
    MYELIN_OP_NONE = 0,
    // unary
    MYELIN_OP_COPY,         // A  x
    MYELIN_OP_CONVERT,      // A  x from `dtype` to `result`; float to integer truncates towards zero, to Bool is x != 0
    MYELIN_OP_NEGATE,       // N
    MYELIN_OP_ABSOLUTE,     // N
    MYELIN_OP_SIGN,         // N  -1, 0, 1 (NaN stays NaN)
    MYELIN_OP_SQUARE,       // N
    MYELIN_OP_EXP,          // F
    MYELIN_OP_EXPM1,        // F
    MYELIN_OP_LOG,          // F
    MYELIN_OP_LOG1P,        // F
    MYELIN_OP_SQRT,         // F
    MYELIN_OP_RSQRT,        // F  1 / sqrt(x), full precision
    MYELIN_OP_RECIPROCAL,   // F
    MYELIN_OP_SIN,          // F
    MYELIN_OP_COS,          // F
    MYELIN_OP_TANH,         // F
    MYELIN_OP_SIGMOID,      // F
    MYELIN_OP_SOFTPLUS,     // F  log(1 + exp(x)), stable
    MYELIN_OP_ERF,          // F
    MYELIN_OP_ERFINV,       // F  inverse of erf on (-1, 1)
    MYELIN_OP_FLOOR,        // F
    MYELIN_OP_CEIL,         // F
    MYELIN_OP_ROUND,        // F  half to even
    MYELIN_OP_ROUND_FLOAT16,  // F  the nearest number that IEEE's 16 bits hold; beyond 65504 infinity
    MYELIN_OP_ROUND_BFLOAT16, // F  the nearest number with a mantissa of 8 bits
    MYELIN_OP_RELU,         // N  max(x, 0); NaN stays NaN
    MYELIN_OP_LEAKY_RELU,   // F  x > 0 ? x : i * x
    MYELIN_OP_NOT,          // B
    MYELIN_OP_IS_NAN,       // F -> Bool
    MYELIN_OP_IS_FINITE,    // F -> Bool
    // binary
    MYELIN_OP_ADD,          // N
    MYELIN_OP_SUBTRACT,     // N
    MYELIN_OP_MULTIPLY,     // N
    MYELIN_OP_DIVIDE,       // N  integers: towards zero; by zero gives 0
    MYELIN_OP_REMAINDER,    // N  sign of the divisor, as Python's %; integer by zero gives 0
    MYELIN_OP_POWER,        // F
    MYELIN_OP_MAXIMUM,      // N  NaN if either is NaN
    MYELIN_OP_MINIMUM,      // N  NaN if either is NaN
    MYELIN_OP_AND,          // B
    MYELIN_OP_OR,           // B
    MYELIN_OP_EQUAL,        // A -> Bool
    MYELIN_OP_NOT_EQUAL,    // A -> Bool
    MYELIN_OP_LESS,         // N -> Bool
    MYELIN_OP_LESS_EQUAL,   // N -> Bool
    MYELIN_OP_GREATER,      // N -> Bool
    MYELIN_OP_GREATER_EQUAL,// N -> Bool
    MYELIN_OP_RELU_GRADIENT,      // F  y > 0 ? x : 0         (x: gradient of the output, y: output or input of relu)
    MYELIN_OP_LEAKY_RELU_GRADIENT,// F  y > 0 ? x : i * x
    MYELIN_OP_SIGMOID_GRADIENT,   // F  x * y * (1 - y)       (y: output of sigmoid)
    MYELIN_OP_TANH_GRADIENT,      // F  x * (1 - y * y)       (y: output of tanh)
    // ternary
    MYELIN_OP_SELECT,       // A  x (Bool) ? y : z; `dtype` is that of y and z
    MYELIN_OP_MULTIPLY_ADD, // F  x * y + z
    MYELIN_OP_LERP,         // F  x + (y - x) * z
    MYELIN_OP_SCALED_DIVIDE_SQRT, // F  x / (sqrt(y) + z)
    // sources: the value depends on the element's linear index `e` in the kernel's (physical) order
    MYELIN_OP_IOTA,           // Int32, Int64, F: e
    MYELIN_OP_RANDOM_UNIFORM, // F  uniform in [0, 1) from Philox4x32-10; x: key, y: counter (Int64 scalar operands)
    MYELIN_OP_COUNT
} myelin_opcode;

/// One vector instruction. Slots number the inputs first, then the outputs, then the temporaries.
/// An instruction may write to an output and a later one read it there.
typedef struct myelin_instruction {
    int16_t opcode;
    uint8_t dtype;   // of the operands (of y and z for SELECT; of the result for sources)
    uint8_t result;  // of the destination
    int16_t destination, a, b, c;
    double immediate;
} myelin_instruction;

typedef enum myelin_access {
    MYELIN_CONTIGUOUS = 0,  // element e of the tile's range is pointer[e]
    MYELIN_SCALAR = 1,      // pointer[0] for all e
    MYELIN_STRIDED = 2      // the multi-index of e within `shape`, times `strides`
} myelin_access;

typedef struct myelin_operand {
    uint8_t access;
    uint8_t dtype;
    int64_t strides[MYELIN_MAXIMUM_RANK];  // for MYELIN_STRIDED, in elements; 0 repeats, negative runs backwards
} myelin_operand;

/// One stretch of `count` elements. A kernel with several segments runs the same program over tensors of several sizes
/// (an optimizer's parameters); then no operand is strided.
typedef struct myelin_segment {
    int64_t count;
    void *const *pointers;  // the inputs, then the outputs
} myelin_segment;

typedef struct myelin_elementwise {
    const myelin_instruction *instructions;
    const myelin_operand *inputs;
    const uint8_t *output_dtypes;
    const myelin_segment *segments;
    int32_t instruction_count, input_count, output_count, temporary_count, segment_count;
    int32_t rank;                          // of the iteration space, where an operand is strided
    int64_t shape[MYELIN_MAXIMUM_RANK];
} myelin_elementwise;

/// Runs a `myelin_elementwise`. An output may be the very memory of a contiguous input.
void myelin_elementwise_run(const void *arguments);
/// A static string such as "multiply_add".
const char *myelin_opcode_name(int32_t opcode);

#endif
