// The interpreter of elementwise programs.
//
// A program runs tile by tile: each instruction over one tile, then the next, so that the temporaries stay in the first
// level cache. Both ends count: with a few dozen elements the cost is the set-up here, with millions it is memory.
#include "myelin_elementwise.h"

#include <alloca.h>
#include <stdalign.h>
#include <string.h>

#include "instructions.h"
#include "internal.h"
#include "myelin_parallel.h"
#include "strided.h"

static const myelin_vector_function *const instruction_rows[6] = {
    myelin_float32_instructions, myelin_float64_instructions, myelin_int32_instructions,
    myelin_int64_instructions,   myelin_uint8_instructions,   myelin_bool_instructions,
};

MYELIN_INLINE myelin_vector_function function_of(const myelin_instruction *instruction) {
    if (instruction->opcode == MYELIN_OP_CONVERT) return myelin_conversions[instruction->dtype][instruction->result];
    return instruction_rows[instruction->dtype][instruction->opcode];
}

myelin_vector_function myelin_vector_lookup(int32_t opcode, int32_t dtype, int32_t result) {
    if ((uint32_t)opcode >= MYELIN_OP_COUNT || (uint32_t)dtype >= 6 || (uint32_t)result >= 6) return NULL;
    const myelin_instruction instruction = {(int16_t)opcode, (uint8_t)dtype, (uint8_t)result, 0, 0, 0, 0, 0};
    return function_of(&instruction);
}

enum {
    // Ranges of threads start at multiples of this many elements: whole cache lines and whole random blocks.
    ALIGNMENT = 64,
    // A segment counts as so many elements more when the threads share the work.
    SEGMENT_COST = 64,
    // Element-instructions below which another thread costs more than it brings (a parallel region takes 1 to 2 us).
    GRAIN = 32768,
    // Bytes between the buffers, lest they fall into the same sets of the cache, and for runs written too far.
    PADDING = 64,
    // Temporaries beyond this many bytes make the tile smaller.
    BUDGET = 96 * 1024,
    SMALLEST_TILE = 64,
    // Elements of all buffers together up to which a program takes the short way.
    SMALL_BUFFERS = 8192
};

/// The stack space of one thread's run.
typedef struct layout {
    int64_t tile, width;  // elements in a tile; bytes of the widest element
    int64_t bytes;
} layout;

static layout plan_layout(const myelin_elementwise *program) {
    int64_t width = 1, buffers = program->temporary_count;
    for (int32_t index = 0; index < program->instruction_count; index++) {
        int64_t bytes = myelin_dtype_bytes(program->instructions[index].result);
        width = bytes > width ? bytes : width;
    }
    for (int32_t input = 0; input < program->input_count; input++) {
        const myelin_operand *operand = &program->inputs[input];
        if (operand->access == MYELIN_CONTIGUOUS) continue;
        int64_t bytes = myelin_dtype_bytes(operand->dtype);
        width = bytes > width ? bytes : width;
        buffers += operand->access == MYELIN_STRIDED ? 2 : 1;  // a repeating operand needs up to two tiles
    }
    int64_t tile = MYELIN_TILE;
    if (program->segment_count == 1 && program->segments[0].count < tile) {
        tile = (program->segments[0].count + 15) & ~(int64_t)15;
    }
    while (tile > SMALLEST_TILE && buffers * (tile * width + PADDING) > BUDGET) tile = (tile / 2 + 15) & ~(int64_t)15;
    return (layout){tile, width, buffers * (tile * width + PADDING)};
}

/// Where a slot's elements lie during a segment: at base + element * step, or in a buffer (step 0).
typedef struct slot_state {
    char *base;
    int64_t step;
    char *buffer;
    int64_t ready;         // scalars, repeating operands: elements of the buffer that hold the value of `source`
    const void *source;
    uint8_t access, splat;
} slot_state;

typedef struct run_state {
    const myelin_elementwise *program;
    layout space;
    char **slots;                  // what the instructions see
    slot_state *states;            // of inputs and outputs
    myelin_strided_view *views;    // of strided inputs
    myelin_vector_function *functions;
} run_state;

static void set_up(run_state *run, char *buffer) {
    const myelin_elementwise *program = run->program;
    const int64_t tile = run->space.tile;
    const int32_t input_count = program->input_count, output_count = program->output_count;
    for (int32_t input = 0; input < input_count; input++) {
        const myelin_operand *operand = &program->inputs[input];
        slot_state *state = &run->states[input];
        state->access = operand->access;
        if (operand->access == MYELIN_STRIDED) {
            myelin_strided_view *view = &run->views[input];
            state->access = (uint8_t)myelin_strided_view_set(view, operand, program->rank, program->shape);
        }
        int64_t bytes = myelin_dtype_bytes(operand->dtype);
        state->step = state->access == MYELIN_CONTIGUOUS ? bytes : 0;
        state->splat = 0;
        state->ready = 0;
        state->source = NULL;
        if (state->access == MYELIN_CONTIGUOUS) continue;
        state->buffer = buffer;
        buffer += (operand->access == MYELIN_STRIDED ? 2 : 1) * (tile * bytes + PADDING);
    }
    for (int32_t output = 0; output < output_count; output++) {
        slot_state *state = &run->states[input_count + output];
        state->access = MYELIN_CONTIGUOUS;
        state->step = myelin_dtype_bytes(program->output_dtypes[output]);
    }
    for (int32_t temporary = 0; temporary < program->temporary_count; temporary++) {
        run->slots[input_count + output_count + temporary] = buffer;
        buffer += tile * run->space.width + PADDING;
    }
    for (int32_t index = 0; index < program->instruction_count; index++) {
        const myelin_instruction *instruction = &program->instructions[index];
        run->functions[index] = function_of(instruction);
        // A random instruction reads its scalars where they are.
        if (instruction->opcode == MYELIN_OP_RANDOM_UNIFORM) continue;
        const int16_t operands[3] = {instruction->a, instruction->b, instruction->c};
        for (int32_t place = 0; place < 3; place++) {
            if ((uint16_t)operands[place] < (uint32_t)input_count) run->states[operands[place]].splat = 1;
        }
    }
}

/// Points the slots to a segment of which this thread does `count` elements.
static void enter_segment(run_state *run, const myelin_segment *segment, int64_t count) {
    const myelin_elementwise *program = run->program;
    const int64_t wanted = count < run->space.tile ? count : run->space.tile;
    for (int32_t index = 0; index < program->input_count + program->output_count; index++) {
        slot_state *state = &run->states[index];
        state->base = segment->pointers[index];
        if (state->access == MYELIN_CONTIGUOUS) continue;
        if (state->access == MYELIN_SCALAR) {
            if (!state->splat) {
                run->slots[index] = state->base;
                continue;
            }
            run->slots[index] = state->buffer;
            if (state->source == state->base && state->ready >= wanted) continue;
            myelin_splat(state->buffer, state->base, wanted, (int32_t)myelin_dtype_bytes(program->inputs[index].dtype));
            state->source = state->base;
            state->ready = wanted;
            continue;
        }
        const myelin_strided_view *view = &run->views[index];
        if (view->period == 0 || view->period > run->space.tile) continue;
        // Read one period and repeat it over a tile more, so that every tile is a stretch of the buffer.
        int64_t total = view->period + (count < run->space.tile ? count : run->space.tile);
        myelin_strided_read(view, state->base, 0, view->period, state->buffer);
        myelin_repeat(state->buffer, view->period * view->bytes, total * view->bytes);
    }
}

static void enter_tile(run_state *run, int64_t first, int64_t count) {
    const myelin_elementwise *program = run->program;
    for (int32_t index = 0; index < program->input_count + program->output_count; index++) {
        slot_state *state = &run->states[index];
        if (state->access == MYELIN_CONTIGUOUS) {
            run->slots[index] = state->base + first * state->step;
        } else if (state->access == MYELIN_STRIDED) {
            const myelin_strided_view *view = &run->views[index];
            if (view->period != 0 && view->period <= run->space.tile) {
                run->slots[index] = state->buffer + first % view->period * view->bytes;
                continue;
            }
            // Instructions do not write to inputs, so the const may go.
            run->slots[index] = (char *)myelin_strided_run(view, state->base, first, count);
            if (run->slots[index]) continue;
            run->slots[index] = state->buffer;
            myelin_strided_read(view, state->base, first, count, state->buffer);
        }
    }
}

static void run_tile(const run_state *run, int64_t first, int64_t count) {
    const myelin_elementwise *program = run->program;
    char *const *slots = run->slots;
    for (int32_t index = 0; index < program->instruction_count; index++) {
        const myelin_instruction *instruction = &program->instructions[index];
        double immediate = instruction->opcode >= MYELIN_OP_IOTA ? (double)first : instruction->immediate;
        run->functions[index](slots[instruction->destination], slots[instruction->a], slots[instruction->b],
                              slots[instruction->c], count, immediate);
    }
}

MYELIN_INLINE int64_t aligned_between(int64_t place, int64_t count) {
    if (place <= 0) return 0;
    int64_t aligned = (place + ALIGNMENT - 1) & ~(int64_t)(ALIGNMENT - 1);
    return aligned < count ? aligned : count;
}

/// The body of the parallel loop: begin and end count elements and SEGMENT_COST for each segment.
static void run_range(void *context, int64_t begin, int64_t end) {
    const myelin_elementwise *program = context;
    const int32_t shared = program->input_count + program->output_count;
    run_state run = {.program = program, .space = plan_layout(program)};
    // Slot -1 exists, for operands that an instruction does not have.
    char **slots = alloca(sizeof(char *) * (size_t)(shared + program->temporary_count + 1));
    slots[0] = NULL;
    run.slots = slots + 1;
    run.states = alloca(sizeof(slot_state) * (size_t)(shared + 1));
    run.views = alloca(sizeof(myelin_strided_view) * (size_t)(program->input_count + 1));
    run.functions = alloca(sizeof(myelin_vector_function) * (size_t)program->instruction_count);
    char *buffer = alloca((size_t)run.space.bytes + 64);
    set_up(&run, (char *)(((uintptr_t)buffer + 63) & ~(uintptr_t)63));

    int64_t start = 0;  // of the segment
    for (int32_t index = 0; index < program->segment_count && start < end; index++) {
        const myelin_segment *segment = &program->segments[index];
        int64_t from = aligned_between(begin - start, segment->count);
        int64_t to = aligned_between(end - start, segment->count);
        start += segment->count + SEGMENT_COST;
        if (from >= to) continue;
        enter_segment(&run, segment, to - from);
        for (int64_t first = from; first < to; first += run.space.tile) {
            int64_t count = to - first < run.space.tile ? to - first : run.space.tile;
            enter_tile(&run, first, count);
            run_tile(&run, first, count);
        }
    }
}

/// An instruction's cost for one element, an addition of Float32 being 1.
static int64_t instruction_cost(const myelin_instruction *instruction) {
    int64_t is_double = instruction->dtype == MYELIN_FLOAT64;
    switch (instruction->opcode) {
    case MYELIN_OP_EXP: case MYELIN_OP_EXPM1: case MYELIN_OP_LOG: case MYELIN_OP_LOG1P: case MYELIN_OP_SIN:
    case MYELIN_OP_COS: case MYELIN_OP_TANH: case MYELIN_OP_SIGMOID: case MYELIN_OP_SOFTPLUS: case MYELIN_OP_ERF:
    case MYELIN_OP_ERFINV:
        return is_double ? 60 : 5;
    case MYELIN_OP_POWER:
        return is_double ? 100 : 16;
    case MYELIN_OP_REMAINDER:
        return 40;
    case MYELIN_OP_RANDOM_UNIFORM:
        return 5;
    case MYELIN_OP_DIVIDE: case MYELIN_OP_SQRT: case MYELIN_OP_RSQRT: case MYELIN_OP_RECIPROCAL:
    case MYELIN_OP_SCALED_DIVIDE_SQRT:
        return 3;
    default:
        return 1;
    }
}

/// The whole program as one tile, with next to no set-up: for tensors of a few hundred elements at most.
static void run_small(const myelin_elementwise *program, int64_t buffer_count) {
    const myelin_segment *segment = &program->segments[0];
    const int64_t count = segment->count, bytes = ((count * 8 + 63) & ~(int64_t)63) + PADDING;
    const int32_t shared = program->input_count + program->output_count;
    // Slot -1 exists, for operands that an instruction does not have.
    char **slots = (char **)alloca(sizeof(char *) * (size_t)(shared + program->temporary_count + 1)) + 1;
    char *buffer = alloca((size_t)(buffer_count * bytes));
    slots[-1] = NULL;
    for (int32_t input = 0; input < program->input_count; input++) {
        const myelin_operand *operand = &program->inputs[input];
        char *base = segment->pointers[input];
        slots[input] = base;
        if (operand->access == MYELIN_CONTIGUOUS || count == 1) continue;
        myelin_strided_view view;
        myelin_access access = operand->access;
        if (access == MYELIN_STRIDED) access = myelin_strided_view_set(&view, operand, program->rank, program->shape);
        if (access == MYELIN_CONTIGUOUS) continue;
        slots[input] = buffer;
        buffer += bytes;
        if (access == MYELIN_STRIDED) myelin_strided_read(&view, base, 0, count, slots[input]);
        else myelin_splat(slots[input], base, count, (int32_t)myelin_dtype_bytes(operand->dtype));
    }
    for (int32_t output = program->input_count; output < shared; output++) slots[output] = segment->pointers[output];
    for (int32_t temporary = 0; temporary < program->temporary_count; temporary++) {
        slots[shared + temporary] = buffer;
        buffer += bytes;
    }
    for (int32_t index = 0; index < program->instruction_count; index++) {
        const myelin_instruction *instruction = &program->instructions[index];
        double immediate = instruction->opcode >= MYELIN_OP_IOTA ? 0 : instruction->immediate;
        function_of(instruction)(slots[instruction->destination], slots[instruction->a], slots[instruction->b],
                                 slots[instruction->c], count, immediate);
    }
}

void myelin_elementwise_run(const void *arguments) {
    const myelin_elementwise *program = arguments;
    if (program->segment_count == 1 && program->segments[0].count <= MYELIN_TILE) {
        int64_t buffer_count = program->input_count + program->temporary_count;
        if (program->segments[0].count * buffer_count <= SMALL_BUFFERS) {
            if (program->segments[0].count > 0) run_small(program, buffer_count);
            return;
        }
    }
    int64_t total = 0, grain = INT64_MAX;
    for (int32_t index = 0; index < program->segment_count; index++) {
        total += program->segments[index].count + SEGMENT_COST;
    }
    if (total * program->instruction_count > 1024) {
        int64_t cost = 1;
        for (int32_t index = 0; index < program->instruction_count; index++) {
            cost += instruction_cost(&program->instructions[index]);
        }
        grain = GRAIN / cost < ALIGNMENT ? ALIGNMENT : GRAIN / cost;
    }
    myelin_parallel_for_balanced(total, grain, run_range, (void *)program);
}
